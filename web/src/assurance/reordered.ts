/** A list with one of its members in another place. */
export function moved<One>(list: readonly One[], from: number, to: number): One[] {
  if (from === to || to < 0 || to >= list.length || from < 0 || from >= list.length) return [...list]
  const rest = list.filter((_, place) => place !== from)
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)]
}

/** A list with another member in one place. */
export function inPlaceOf<One>(list: readonly One[], place: number, one: One): One[] {
  return list.map((member, at) => (at === place ? one : member))
}
