import { isDeepStrictEqual } from 'node:util'

/** Names of what is said otherwise than it was, in order: what was sent along as it stands is no change. */
export function changedFields(known: object, said: object): string[] {
  const roles = (value: unknown) =>
    Array.isArray(value)
      ? value.map((one) =>
          typeof one === 'object' && one !== null && 'outside' in one
            ? Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'outside'))
            : one,
        )
      : value
  return Object.entries(said)
    .filter(([key, value]) => value !== undefined && !isDeepStrictEqual(roles(Reflect.get(known, key)), roles(value)))
    .map(([key]) => key)
    .sort()
}
