import type { AffectedCpe, CpeMatch, CpeNode } from '../advisory.ts'
import { matchCpeValue } from './match-cpe.ts'
import { parseCpe } from './parse-cpe.ts'
import { ANY, type Cpe, cpeAttributes, NA } from './types.ts'
import { unquoteCpeValue } from './values.ts'

/** `unknown`: the inventory says too little to tell. */
export type Ternary = 'yes' | 'no' | 'unknown'

/** Orders two versions; `undefined` where one is no version. */
export type CompareVersions = (a: string, b: string) => number | undefined

/** One criteria that a name of the inventory meets, or may meet. */
export interface ConfigurationHit {
  /** Index into the inventory. */
  readonly name: number
  readonly match: CpeMatch
  readonly holds: 'yes' | 'unknown'
}

export interface ConfigurationResult {
  readonly holds: Ternary
  /** Hits on vulnerable criteria when the whole holds or may hold; empty when it does not. */
  readonly vulnerable: readonly ConfigurationHit[]
  /** Hits on the platforms to run on. */
  readonly platforms: readonly ConfigurationHit[]
}

/**
 * Whether the software named in the inventory meets a configuration: AND, OR and negation over its nodes, where
 * evidence that is missing gives `unknown` and never `no`. A platform to run on (`vulnerable: false`) that is not in
 * the inventory is `unknown`, unless the inventory names another operating system or other hardware in its place.
 */
export function evaluateConfiguration(
  configuration: AffectedCpe,
  inventory: readonly Cpe[],
  compareVersions: CompareVersions,
): ConfigurationResult {
  const hits: ConfigurationHit[] = []
  const evaluateNode = (node: CpeNode): Ternary => {
    const results = node.matches.map((match) => {
      const found = hitsOf(match, inventory, compareVersions)
      hits.push(...found)
      if (found.length > 0) return found.some((hit) => hit.holds === 'yes') ? 'yes' : 'unknown'
      return match.vulnerable ? 'no' : missingPlatform(match, inventory)
    })
    return negateIf(node.negate, combine(node.operator, results))
  }
  const holds = negateIf(configuration.negate, combine(configuration.operator, configuration.nodes.map(evaluateNode)))
  const kept = holds === 'no' ? [] : hits
  return {
    holds,
    vulnerable: kept.filter((hit) => hit.match.vulnerable),
    platforms: kept.filter((hit) => !hit.match.vulnerable),
  }
}

/** Whether one name of the inventory meets one criteria, version bounds included. */
export function matchCriteria(match: CpeMatch, name: Cpe, compareVersions: CompareVersions): Ternary {
  const criteria = patternOf(match.cpe)
  if (!criteria) return 'unknown'
  let clear = true
  for (const attribute of cpeAttributes) {
    if (attribute === 'version') continue
    const relation = matchCpeValue(criteria[attribute], name[attribute])
    if (relation === 'disjoint') return 'no'
    if (relation === 'subset' || relation === 'undefined') clear = false
  }
  return and(clear ? 'yes' : 'unknown', versionHolds(match, criteria, name, compareVersions))
}

function versionHolds(match: CpeMatch, criteria: Cpe, name: Cpe, compareVersions: CompareVersions): Ternary {
  const bounded = match.min !== undefined || match.max !== undefined
  const known = name.version !== ANY && name.version !== NA
  if (bounded) return known ? inBounds(match, unquoteCpeValue(name.version), compareVersions) : 'unknown'
  const relation = matchCpeValue(criteria.version, name.version)
  if (relation === 'equal' || relation === 'superset') return 'yes'
  if (relation !== 'disjoint') return 'unknown'
  const literal = known && criteria.version !== NA && !/[*?]/.test(criteria.version)
  const same = literal && compareVersions(unquoteCpeValue(criteria.version), unquoteCpeValue(name.version)) === 0
  return same ? 'yes' : 'no'
}

function inBounds(match: CpeMatch, version: string, compareVersions: CompareVersions): Ternary {
  const below = match.min === undefined ? 1 : compareVersions(version, match.min)
  const above = match.max === undefined ? -1 : compareVersions(version, match.max)
  if (below !== undefined && (below < 0 || (below === 0 && match.minExclusive))) return 'no'
  if (above !== undefined && (above > 0 || (above === 0 && !match.maxInclusive))) return 'no'
  return below === undefined || above === undefined ? 'unknown' : 'yes'
}

function hitsOf(match: CpeMatch, inventory: readonly Cpe[], compareVersions: CompareVersions): ConfigurationHit[] {
  return inventory.flatMap((name, index) => {
    const holds = matchCriteria(match, name, compareVersions)
    return holds === 'no' ? [] : [{ name: index, match, holds }]
  })
}

/** An inventory that names its operating system (or hardware) and not this one speaks against it; silence does not. */
function missingPlatform(match: CpeMatch, inventory: readonly Cpe[]): Ternary {
  const part = patternOf(match.cpe)?.part
  return (part === 'o' || part === 'h') && inventory.some((name) => name.part === part) ? 'no' : 'unknown'
}

function combine(operator: 'AND' | 'OR', results: readonly Ternary[]): Ternary {
  if (results.length === 0) return 'unknown'
  return results.reduce(operator === 'AND' ? and : or)
}

function and(a: Ternary, b: Ternary): Ternary {
  if (a === 'no' || b === 'no') return 'no'
  return a === 'yes' && b === 'yes' ? 'yes' : 'unknown'
}

function or(a: Ternary, b: Ternary): Ternary {
  if (a === 'yes' || b === 'yes') return 'yes'
  return a === 'no' && b === 'no' ? 'no' : 'unknown'
}

function negateIf(negate: true | undefined, holds: Ternary): Ternary {
  if (!negate || holds === 'unknown') return holds
  return holds === 'yes' ? 'no' : 'yes'
}

const MAX_REMEMBERED = 20_000
const remembered = new Map<string, Cpe | undefined>()

/** Criteria repeat across many records, so parsed patterns are remembered (bounded). */
function patternOf(text: string): Cpe | undefined {
  if (remembered.has(text)) return remembered.get(text)
  const parsed = parseCpe(text)
  const pattern = parsed.ok ? parsed.value : undefined
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(text, pattern)
  return pattern
}
