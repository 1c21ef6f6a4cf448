import { ANY, type Cpe, type CpeAttribute, cpeAttributes, NA } from './types.ts'

/** How the set a source names lies to the set a target names. `undefined`: the target holds wildcards or the sets overlap in part. */
export type CpeRelation = 'equal' | 'superset' | 'subset' | 'disjoint' | 'undefined'

/** Compares two names. Source: NISTIR 7696, section 6.2 and 7 (name comparison from the relations of the attributes). */
export function matchCpe(source: Cpe, target: Cpe): CpeRelation {
  const seen = new Set<CpeRelation>()
  for (const attribute of cpeAttributes) {
    const relation = matchCpeValue(source[attribute], target[attribute])
    if (relation === 'disjoint') return 'disjoint'
    seen.add(relation)
  }
  seen.delete('equal')
  if (seen.size === 0) return 'equal'
  const [only] = seen
  return seen.size === 1 && only !== undefined ? only : 'undefined'
}

/** The relation of each attribute. */
export function matchCpeAttributes(source: Cpe, target: Cpe): Readonly<Record<CpeAttribute, CpeRelation>> {
  const relations = {} as Record<CpeAttribute, CpeRelation>
  for (const attribute of cpeAttributes) relations[attribute] = matchCpeValue(source[attribute], target[attribute])
  return relations
}

/** Compares two attribute values without case. Source: NISTIR 7696, table 6-2. */
export function matchCpeValue(source: string, target: string): CpeRelation {
  if (source === ANY) return target === ANY ? 'equal' : hasWildcard(target) ? 'undefined' : 'superset'
  if (target === ANY) return 'subset'
  if (hasWildcard(target)) return 'undefined'
  if (source === target) return 'equal'
  if (source === NA || target === NA) return 'disjoint'
  const [from, to] = [source.toLowerCase(), target.toLowerCase()]
  if (from === to) return 'equal'
  return hasWildcard(from) && matchesPattern(from, to) ? 'superset' : 'disjoint'
}

function hasWildcard(value: string): boolean {
  if (!value.includes('*') && !value.includes('?')) return false
  return /^[*?]|(?<!\\)(?:\\\\)*[*?]$/.test(value)
}

/** `*` stands for any characters; each `?` of a run at the start or end for one character or none. A quoted pair is one character. */
function matchesPattern(pattern: string, value: string): boolean {
  const [, before = '', body = '', after = ''] = /^([*?]*)(.*?)((?<!\\)[*?]*)$/s.exec(pattern) ?? []
  const space = value.length - body.length
  for (let start = 0; start <= space; start++) {
    if (!value.startsWith(body, start)) continue
    if (allows(before, value.slice(0, start)) && allows(after, value.slice(start + body.length))) return true
  }
  return false
}

function allows(wildcards: string, text: string): boolean {
  if (wildcards.includes('*')) return !endsInsidePair(text)
  return !endsInsidePair(text) && text.replace(/\\./g, '_').length <= wildcards.length
}

function endsInsidePair(text: string): boolean {
  return /(?<!\\)(?:\\\\)*\\$/.test(text)
}
