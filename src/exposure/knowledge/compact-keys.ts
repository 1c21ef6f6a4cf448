import type { KnowledgeKey } from '#core/vocabulary'
import {
  type CompactAffected,
  type CompactCpe,
  type CompactMatch,
  type CompactNode,
  compactAffected,
  expandAffected,
  expandName,
  FLAG_PLATFORM,
  isConfiguration,
} from './compact.ts'
import { affectedByKey, keyFinder } from './keys.ts'

/**
 * As `affectedByKey`, of entries as they are stored: nearly all are configurations, which are cut into their parts as they
 * are. To write an index, half of it was spent on reading each name out and packing it again.
 */
export function storedByKey(stored: readonly CompactAffected[]): Map<KnowledgeKey, CompactAffected[]> {
  const byKey = new Map<KnowledgeKey, CompactAffected[]>()
  const add = (key: KnowledgeKey, entry: CompactAffected) => {
    const entries = byKey.get(key)
    if (entries) entries.push(entry)
    else byKey.set(key, [entry])
  }
  for (const entry of stored) {
    if (isConfiguration(entry)) for (const [key, part] of partsByKey(entry)) add(key, part)
    else
      for (const [key, entries] of affectedByKey(expandAffected([entry])))
        for (const part of compactAffected(entries)) add(key, part)
  }
  return byKey
}

/** A configuration as far as it can be met through each of its products. */
function* partsByKey(configuration: CompactCpe): Generator<[KnowledgeKey, CompactCpe]> {
  const [operator, negate, nodes, by, cna] = configuration
  const keyed = nodes.map(([, , matches]) => matchesByKey(matches, cna === 1 ? 'cna' : undefined))
  const keys = new Set<KnowledgeKey>()
  for (const matches of keyed) for (const key of matches.keys()) keys.add(key)
  if (keys.size < 2) {
    for (const key of keys) yield [key, configuration]
    return
  }
  const isAnyEnough = operator === 0 && negate === 0
  for (const key of keys) {
    const parts = nodes.flatMap((node, place): CompactNode[] => {
      const own = keyed[place]!.get(key)
      if (!own) return isAnyEnough ? [] : [node]
      return [node[0] === 0 && node[1] === 0 ? [0, 0, own] : node]
    })
    const part: CompactCpe = [operator, negate, parts]
    if (by !== undefined) part.push(by)
    if (cna !== undefined) part.push(cna)
    yield [key, part]
  }
}

function matchesByKey(
  matches: readonly CompactMatch[],
  container: 'cna' | undefined,
): Map<KnowledgeKey, CompactMatch[]> {
  const byKey = new Map<KnowledgeKey, CompactMatch[]>()
  const keyOf = keyFinder(container)
  for (const match of matches) {
    const name = vulnerableOf(match)
    const key = name === undefined ? undefined : keyOf(expandName(name))
    if (key === undefined) continue
    const own = byKey.get(key)
    if (own) own.push(match)
    else byKey.set(key, [match])
  }
  return byKey
}

/** The name that a match calls vulnerable; `undefined`: it names a platform. */
function vulnerableOf(match: CompactMatch): string | undefined {
  if (typeof match === 'string') return match
  return (match[1] & FLAG_PLATFORM) === 0 ? match[0] : undefined
}
