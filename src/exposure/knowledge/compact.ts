import type { Affected, AffectedCpe, CpeMatch, CpeNode } from '#core/vocabulary'
import { type CompactNamed, compactNamed, expandNamed } from './compact-named.ts'

/*
 * CPE configurations are most of what is stored, and most of their text is the same everywhere. A match on one exact
 * name is kept as that name without its prefix and its trailing wildcards; one with bounds as an array.
 */
const PREFIX = 'cpe:2.3:'
const COMPONENTS = 11
const COLON = 0x3a
const STAR = 0x2a
/** Wildcards for as many components as a name has at most. */
const ANY = ':*'.repeat(COMPONENTS)
/** The match is of a platform, not of what is vulnerable. */
export const FLAG_PLATFORM = 1
const FLAG_MIN_EXCLUSIVE = 2
const FLAG_MAX_INCLUSIVE = 4

export type CompactMatch = string | [cpe: string, flags: number, min: string | 0, max: string | 0]
export type CompactNode = [operator: 0 | 1, negate: 0 | 1, matches: CompactMatch[]]
export type CompactCpe = [operator: 0 | 1, negate: 0 | 1, nodes: CompactNode[], by?: string | 0, cna?: 1]
/** An affected entry as stored: a configuration begins with a number, a package or product with a letter. */
export type CompactAffected = CompactCpe | CompactNamed

/** Affected entries as they are stored and indexed. */
export function compactAffected(affected: readonly Affected[]): CompactAffected[] {
  return affected.map((entry) => (entry.kind === 'cpe' ? compactConfiguration(entry) : compactNamed(entry)))
}

/** Names already expanded, so that one that thousands of matches share is held once. */
export type ExpandedNames = Map<string, string>

/** The inverse of `compactAffected`. */
export function expandAffected(stored: readonly CompactAffected[], names: ExpandedNames = new Map()): Affected[] {
  return stored.map((entry) => (isConfiguration(entry) ? expandConfiguration(entry, names) : expandNamed(entry)))
}

export function isConfiguration(entry: CompactAffected): entry is CompactCpe {
  return typeof entry[0] === 'number'
}

function compactConfiguration({ operator, negate, nodes, by, container }: AffectedCpe): CompactCpe {
  const compact = nodes.map(
    (node): CompactNode => [bit(node.operator === 'AND'), bit(node.negate), node.matches.map(compactMatch)],
  )
  if (container === 'cna') return [bit(operator === 'AND'), bit(negate), compact, by ?? 0, 1]
  return by === undefined
    ? [bit(operator === 'AND'), bit(negate), compact]
    : [bit(operator === 'AND'), bit(negate), compact, by]
}

function bit(set: boolean | undefined): 0 | 1 {
  return set ? 1 : 0
}

function compactMatch(match: CpeMatch): CompactMatch {
  const name = compactName(match.cpe)
  const flags =
    (match.vulnerable ? 0 : FLAG_PLATFORM) |
    (match.minExclusive ? FLAG_MIN_EXCLUSIVE : 0) |
    (match.maxInclusive ? FLAG_MAX_INCLUSIVE : 0)
  if (flags === 0 && match.min === undefined && match.max === undefined) return name
  return [name, flags, match.min ?? 0, match.max ?? 0]
}

/** Names that are not in the usual eleven-part form are kept whole after an equals sign. */
function compactName(cpe: string): string {
  // Few names quote anything; a search for colons that are not quoted takes several times as long.
  return cpe.includes('\\') ? compactQuoted(cpe) : compactPlain(cpe)
}

function compactPlain(cpe: string): string {
  if (!cpe.startsWith(PREFIX)) return `=${cpe}`
  if (colonsIn(cpe, PREFIX.length) !== COMPONENTS - 1) return `=${cpe}`
  let end = cpe.length
  while (cpe.charCodeAt(end - 1) === STAR && cpe.charCodeAt(end - 2) === COLON && end - 2 >= PREFIX.length) end -= 2
  return cpe.slice(PREFIX.length, end)
}

function colonsIn(text: string, from: number): number {
  let colons = 0
  for (let at = from; at < text.length; at++) if (text.charCodeAt(at) === COLON) colons++
  return colons
}

function compactQuoted(cpe: string): string {
  if (!cpe.startsWith(PREFIX) || cpe.slice(PREFIX.length).split(/(?<!\\):/).length !== COMPONENTS) return `=${cpe}`
  return cpe.slice(PREFIX.length).replace(/(?<!\\)(?::\*)+$/, '')
}

function sharedName(name: string, names: ExpandedNames): string {
  const held = names.get(name)
  if (held !== undefined) return held
  const expanded = expandName(name)
  names.set(name, expanded)
  return expanded
}

/** The whole of a name that is stored without its beginning and its trailing wildcards. */
export function expandName(name: string): string {
  if (name.startsWith('=')) return name.slice(1)
  const given = name.includes('\\') ? name.split(/(?<!\\):/).length : colonsIn(name, 0) + 1
  return `${PREFIX}${name}${ANY.slice(0, 2 * Math.max(0, COMPONENTS - given))}`
}

function expandConfiguration([operator, negate, nodes, by, cna]: CompactCpe, names: ExpandedNames): AffectedCpe {
  return {
    kind: 'cpe',
    operator: operator === 1 ? 'AND' : 'OR',
    ...(negate === 1 && { negate: true }),
    nodes: nodes.map((node) => expandNode(node, names)),
    ...(by !== undefined && by !== 0 && { by }),
    ...(cna && { container: 'cna' as const }),
  }
}

function expandNode([operator, negate, matches]: CompactNode, names: ExpandedNames): CpeNode {
  return {
    operator: operator === 1 ? 'AND' : 'OR',
    ...(negate === 1 && { negate: true }),
    matches: matches.map((match) => expandMatch(match, names)),
  }
}

function expandMatch(match: CompactMatch, names: ExpandedNames): CpeMatch {
  if (typeof match === 'string') return { cpe: sharedName(match, names), vulnerable: true }
  const [name, flags, min, max] = match
  const expanded: CpeMatch = { cpe: sharedName(name, names), vulnerable: (flags & FLAG_PLATFORM) === 0 }
  if (min !== 0) expanded.min = min
  if (flags & FLAG_MIN_EXCLUSIVE) expanded.minExclusive = true
  if (max !== 0) expanded.max = max
  if (flags & FLAG_MAX_INCLUSIVE) expanded.maxInclusive = true
  return expanded
}
