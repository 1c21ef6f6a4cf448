/** A group of items as it was found, and what weighs in who keeps a number. */
export interface FoundGroup {
  ids: readonly string[]
  /** How often it was seen; a group that was seen once is no pattern yet. */
  times: number
}

export interface Renumbered {
  /** Number of each item; what belongs to no pattern is left out. */
  numbers: Map<string, number>
  /** Numbers that were made, with the one that they were split from. */
  made: { number: number; splitFrom: number | null }[]
  /** Numbers that went into another. */
  merged: { number: number; into: number }[]
  next: number
}

const FEWEST = 2

/**
 * Numbers for groups that stay as far as they can: a group keeps the lowest number that its items had; where several groups have
 * items of one number, the one with most of them keeps it (then the one with the lowest id), and the others, where no
 * number is left to them, get new ones. No number is used twice, ever. A group with a number keeps it however small it becomes.
 */
export function renumber(groups: readonly FoundGroup[], before: ReadonlyMap<string, number>, next: number): Renumbered {
  const claims = groups.map((group) => claimOf(group, before))
  const holders = holdersOf(claims)
  const result: Renumbered = { numbers: new Map(), made: [], merged: [], next }
  for (const claim of claims.toSorted((a, b) => (a.first < b.first ? -1 : 1))) {
    const kept = [...claim.had.keys()].filter((number) => holders.get(number) === claim).sort((a, b) => a - b)
    const number = kept[0] ?? newNumber(claim, result)
    if (number === undefined) continue
    for (const id of claim.group.ids) result.numbers.set(id, number)
    for (const gone of kept.slice(1)) result.merged.push({ number: gone, into: number })
  }
  result.merged.sort((a, b) => a.number - b.number)
  return result
}

interface Claim {
  group: FoundGroup
  first: string
  /** Items of it by the number that they had. */
  had: Map<number, number>
}

function claimOf(group: FoundGroup, before: ReadonlyMap<string, number>): Claim {
  const had = new Map<number, number>()
  for (const id of group.ids) {
    const number = before.get(id)
    if (number !== undefined) had.set(number, (had.get(number) ?? 0) + 1)
  }
  return { group, first: group.ids.toSorted()[0] ?? '', had }
}

function holdersOf(claims: readonly Claim[]): Map<number, Claim> {
  const holders = new Map<number, Claim>()
  for (const claim of claims)
    for (const [number, count] of claim.had) {
      const known = holders.get(number)
      const most = known?.had.get(number) ?? 0
      if (!known || count > most || (count === most && claim.first < known.first)) holders.set(number, claim)
    }
  return holders
}

function newNumber({ group, had }: Claim, result: Renumbered): number | undefined {
  if (group.times < FEWEST && had.size === 0) return undefined
  const number = result.next++
  const from = [...had].sort(([a, x], [b, y]) => y - x || a - b)[0]
  result.made.push({ number, splitFrom: from?.[0] ?? null })
  return number
}
