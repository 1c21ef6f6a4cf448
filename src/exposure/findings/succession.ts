/** What tells a finding from others of its asset, and when it is the same under another name or at another place. */
export interface Place {
  id: string
  kind: string
  state: string
  /** `null`: a tool's rule, which has no other names. */
  vulnerabilityId: string | null
  /** Tool and rule, where it is no vulnerability. */
  ruleId: string | null
  aliases: readonly string[]
  /** Empty where it is in no component. */
  componentKey: string
  componentVersion: string | null
  location: string
}

/** A finding that is no longer implied. */
export interface Gone extends Place {
  /** Its component is no longer at its place, in any version: what was upgraded there has not moved. */
  left: boolean
}

/**
 * A finding that goes on as another. `moved`: the other is new, or back, and takes everything over. `merged`: the other
 * had a life of its own.
 */
export interface Succession {
  how: 'moved' | 'merged'
  from: Gone
  to: Place
}

/**
 * Which findings that went go on as others of the asset: as the same vulnerability under another of its names at the same
 * place, else as the same vulnerability of the same component at another place. What is in no component is what it is by
 * its place, and does not move: a secret in another file is another secret; only what was told of a part of a place goes on
 * as what is told of the place. The order of the findings does not matter.
 *
 * @param came opened or reopened by the assessment in which the others went
 * @param standing open before and after it
 */
export function successions(went: readonly Gone[], came: readonly Place[], standing: readonly Place[]): Succession[] {
  const [going, coming] = [went.toSorted(inOrder), came.toSorted(inOrder)]
  const renamed = renamings(going, coming, standing.toSorted(inOrder))
  const [gone, taken] = [new Set(renamed.map(({ from }) => from)), new Set(renamed.map(({ to }) => to))]
  const moved = movings(
    going.filter((one) => one.left && !gone.has(one)),
    coming.filter((one) => !taken.has(one)),
  )
  return [...renamed, ...moved, ...widenings(going, coming, standing)]
}

/** What is open comes first: where several become one, no ruling on another takes it off the list. */
function inOrder(a: Place, b: Place): number {
  return (
    Number(a.state !== 'open') - Number(b.state !== 'open') || compare(a.location, b.location) || compare(a.id, b.id)
  )
}

function renamings(went: readonly Gone[], came: readonly Place[], standing: readonly Place[]): Succession[] {
  const named = byName([...came, ...standing], ({ location }) => location)
  const free = new Set(came)
  return went.flatMap((from): Succession[] => {
    const found = namesOf(from).flatMap((name) => named.get(keyOf(from, from.location, name)) ?? [])
    const to = found.find((one) => free.has(one)) ?? found[0]
    if (!to) return []
    return [{ how: free.delete(to) ? 'moved' : 'merged', from, to }]
  })
}

function movings(went: readonly Gone[], came: readonly Place[]): Succession[] {
  const inComponents = came.filter(({ componentKey }) => componentKey !== '')
  const free = new Set(inComponents)
  const pairs: Succession[] = []
  for (const place of [({ componentVersion }: Place) => componentVersion ?? '', () => '']) {
    const named = byName(inComponents, place)
    const paired = new Set(pairs.map(({ from }) => from))
    for (const from of went.filter((one) => !paired.has(one))) {
      const found = namesOf(from).flatMap((name) => named.get(keyOf(from, place(from), name)) ?? [])
      const to = found.find((one) => free.has(one))
      if (!to) continue
      free.delete(to)
      pairs.push({ how: 'moved', from, to })
    }
  }
  return pairs
}

/** `tcp/443 · www.example.com` → `tcp/443` */
function widenings(went: readonly Gone[], came: readonly Place[], standing: readonly Place[]): Succession[] {
  const keyOfRule = ({ kind, ruleId }: Place, location: string) => [kind, ruleId, location].join('\n')
  const whole = new Map([...standing, ...came].map((one) => [keyOfRule(one, one.location), one]))
  const free = new Set(came)
  return went.flatMap((from): Succession[] => {
    const end = from.location.indexOf(' · ')
    const to = from.ruleId === null || end < 0 ? undefined : whole.get(keyOfRule(from, from.location.slice(0, end)))
    return to ? [{ how: free.delete(to) ? 'moved' : 'merged', from, to }] : []
  })
}

function byName(all: readonly Place[], placeOf: (one: Place) => string): ReadonlyMap<string, Place[]> {
  const named = new Map<string, Place[]>()
  for (const one of all)
    for (const name of namesOf(one)) {
      const key = keyOf(one, placeOf(one), name)
      const known = named.get(key)
      if (known) known.push(one)
      else named.set(key, [one])
    }
  return named
}

function namesOf({ vulnerabilityId, aliases }: Place): string[] {
  return vulnerabilityId === null ? [] : [vulnerabilityId, ...aliases]
}

function keyOf({ kind, componentKey }: Place, place: string, name: string): string {
  return [kind, componentKey, place, name].join('\n')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
