import type { RecordId } from '#core/vocabulary'

/** What merging looks at in one record. `covers`: CVEs a distribution's advisory names without being the same thing. */
export interface MergeRecord {
  recordId: RecordId
  aliases: readonly RecordId[]
  covers: readonly RecordId[]
  /** False for rejected and withdrawn records: they follow a merge but never cause one. */
  live: boolean
}

/** What belongs together. Records and ids without an entry stand for themselves. */
export interface Merge {
  /** Record id → sorted ids of the vulnerabilities it speaks about. */
  readonly targets: ReadonlyMap<RecordId, readonly RecordId[]>
  /** Vulnerability id → the other ids that are declared to be the same vulnerability. */
  readonly aliases: ReadonlyMap<RecordId, readonly RecordId[]>
}

/** The vulnerabilities a record speaks about. */
export function vulnerabilitiesOf(merge: Merge, recordId: RecordId): readonly RecordId[] {
  return merge.targets.get(recordId) ?? [recordId]
}

/** Whether an id is a CVE id. */
export function isCve(id: RecordId): boolean {
  return id.startsWith('CVE-')
}

/**
 * Merges records by declared aliases alone. The result is a function of the set of records, never of their order.
 * Two CVE ids never become one: where a group of aliases holds several, each of its records points at the CVEs
 * nearest to it instead of welding them together.
 */
export function mergeByAlias(records: Iterable<MergeRecord>): Merge {
  const graph = new AliasGraph()
  const followers: MergeRecord[] = []
  const covering: MergeRecord[] = []
  for (const record of records) {
    if (record.covers.length > 0) covering.push(record)
    if (record.live) graph.addAliases(record.recordId, record.aliases)
    else if (record.aliases.length > 0) followers.push(record)
  }
  const targets = graph.resolve()
  follow(targets, followers)
  const aliases = aliasesOf(targets)
  cover(targets, covering)
  return { targets, aliases }
}

/** Retired records point at what their aliases became. */
function follow(targets: Map<RecordId, readonly RecordId[]>, followers: readonly MergeRecord[]): void {
  const found = followers.filter(({ recordId }) => !isCve(recordId) && !targets.has(recordId))
  const followed = union(found.map(({ recordId, aliases }) => [recordId, resolveAll(targets, cvesElseAll(aliases))]))
  for (const [id, ids] of followed) targets.set(id, ids)
}

/** A distribution's advisory points at every CVE it covers, and is an alias of none of them. */
function cover(targets: Map<RecordId, readonly RecordId[]>, covering: readonly MergeRecord[]): void {
  const found = covering.filter(({ recordId }) => !isCve(recordId))
  const covered = union(
    found.map(({ recordId, covers }) => [recordId, [...resolveAll(targets, [recordId]).filter(isCve), ...covers]]),
  )
  for (const [id, ids] of covered) targets.set(id, ids)
}

function resolveAll(targets: ReadonlyMap<RecordId, readonly RecordId[]>, ids: readonly RecordId[]): RecordId[] {
  return ids.flatMap((id) => targets.get(id) ?? [id])
}

function union(entries: readonly (readonly [RecordId, readonly RecordId[]])[]): Map<RecordId, RecordId[]> {
  const sets = new Map<RecordId, Set<RecordId>>()
  for (const [id, ids] of entries) for (const target of ids) addTo(sets, id, target)
  return new Map([...sets].map(([id, ids]) => [id, [...ids].sort()]))
}

function aliasesOf(targets: ReadonlyMap<RecordId, readonly RecordId[]>): Map<RecordId, RecordId[]> {
  const aliases = new Map<RecordId, RecordId[]>()
  for (const [id, ids] of targets) {
    const only = ids.length === 1 ? ids[0] : undefined
    if (only === undefined || only === id) continue
    const known = aliases.get(only)
    if (known) known.push(id)
    else aliases.set(only, [id])
  }
  for (const ids of aliases.values()) ids.sort()
  return aliases
}

function cvesElseAll(ids: readonly RecordId[]): readonly RecordId[] {
  const cves = ids.filter(isCve)
  return cves.length > 0 ? cves : ids
}

/** Alias edges between ids that are no CVEs, and the CVEs each of those ids names. */
class AliasGraph {
  readonly #neighbours = new Map<RecordId, Set<RecordId>>()
  readonly #cves = new Map<RecordId, Set<RecordId>>()

  addAliases(recordId: RecordId, aliases: readonly RecordId[]): void {
    for (const alias of aliases) {
      if (alias === recordId) continue
      if (isCve(recordId)) {
        if (!isCve(alias)) addTo(this.#cves, alias, recordId)
      } else if (isCve(alias)) {
        addTo(this.#cves, recordId, alias)
      } else {
        addTo(this.#neighbours, recordId, alias)
        addTo(this.#neighbours, alias, recordId)
      }
    }
  }

  resolve(): Map<RecordId, readonly RecordId[]> {
    const merge = new Map<RecordId, readonly RecordId[]>()
    const seen = new Set<RecordId>()
    for (const start of [...this.#neighbours.keys(), ...this.#cves.keys()]) {
      if (seen.has(start)) continue
      const group = this.#group(start, seen)
      for (const [id, target] of this.#targets(group))
        if (target.length !== 1 || target[0] !== id) merge.set(id, target)
    }
    return merge
  }

  #group(start: RecordId, seen: Set<RecordId>): RecordId[] {
    seen.add(start)
    const group = [start]
    for (const id of group) {
      for (const next of this.#neighbours.get(id) ?? []) {
        if (seen.has(next)) continue
        seen.add(next)
        group.push(next)
      }
    }
    return group
  }

  #targets(group: RecordId[]): Iterable<[RecordId, readonly RecordId[]]> {
    const cves = new Set(group.flatMap((id) => [...(this.#cves.get(id) ?? [])]))
    if (cves.size > 1) return this.#nearest(group)
    const target = cves.size === 1 ? [...cves] : [group.toSorted()[0]!]
    return group.map((id) => [id, target])
  }

  /** Spreads CVEs outward from the records that name them: a record without its own takes those of its nearest neighbours. */
  #nearest(group: RecordId[]): Map<RecordId, readonly RecordId[]> {
    const found = new Map<RecordId, readonly RecordId[]>()
    for (const id of group) {
      const own = this.#cves.get(id)
      if (own) found.set(id, [...own].sort())
    }
    let edge = [...found.keys()]
    while (edge.length > 0) {
      const reached = new Map<RecordId, Set<RecordId>>()
      for (const id of edge) {
        for (const next of this.#neighbours.get(id) ?? []) {
          if (!found.has(next)) for (const cve of found.get(id) ?? []) addTo(reached, next, cve)
        }
      }
      for (const [id, cves] of reached) found.set(id, [...cves].sort())
      edge = [...reached.keys()]
    }
    return found
  }
}

function addTo(map: Map<RecordId, Set<RecordId>>, key: RecordId, value: RecordId): void {
  const known = map.get(key)
  if (known) known.add(value)
  else map.set(key, new Set([value]))
}
