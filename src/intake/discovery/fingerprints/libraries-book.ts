import type { SetReport } from './book.ts'
import { compareLoose } from './loose-version.ts'
import { Pattern } from './pattern.ts'
import type { FingerprintRule } from './rule.ts'

/** A known weakness of a library of pages, with the versions that have it. */
export interface LibraryFlaw {
  below: string
  atOrAbove?: string
  severity: 'low' | 'medium' | 'high' | 'critical'
  summary: string
  /** CVE and GHSA ids. */
  ids: string[]
}

export interface LibraryBook {
  /** Flaws of this version of an npm package. */
  flawsOf(npmName: string, version: string): LibraryFlaw[]
}

/** retire.js writes this where the version stands. */
const PLACE = '§§version§§'
const VERSION = '\\d[0-9.a-z_-]{0,40}'
const MOST_FLAWS = 200
const severities = new Set(['low', 'medium', 'high', 'critical'])

/** Reads the repository of retire.js (Apache-2.0): rules that tell a library and its version, and what is wrong with versions. */
export function readRetire(json: unknown): { rules: FingerprintRule[]; report: SetReport; libraries: LibraryBook } {
  const rules: FingerprintRule[] = []
  const flaws = new Map<string, LibraryFlaw[]>()
  let dropped = 0
  for (const [name, entry] of Object.entries(asRecord(json))) {
    const library = asRecord(entry)
    if (name === 'retire-example') continue
    const npm = typeof library.npmname === 'string' ? library.npmname : name
    flaws.set(npm, [...(flaws.get(npm) ?? []), ...flawsIn(library.vulnerabilities)])
    for (const [field, source] of extractors)
      for (const text of asTexts(asRecord(library.extractors)[field])) {
        const pattern = Pattern.from(patternText(field, text), '')
        if (pattern) rules.push(ruleOf(name, npm, source, pattern))
        else dropped++
      }
  }
  return {
    rules,
    report: {
      set: 'retire',
      rules: rules.length,
      dropped: dropped === 0 ? {} : { 'pattern cannot be compiled or may run long': dropped },
    },
    libraries: { flawsOf: (npm, version) => (flaws.get(npm) ?? []).filter((flaw) => applies(flaw, version)) },
  }
}

/** No library is known to be flawed. */
export const noLibraries: LibraryBook = { flawsOf: () => [] }

const extractors = [
  ['uri', 'http.script'],
  ['filename', 'http.script'],
  ['filecontent', 'http.script-text'],
] as const

function patternText(field: string, text: string): string {
  const pattern = text.replaceAll(PLACE, VERSION)
  return field === 'filename' ? `(?:^|/)${pattern}(?:$|[?#])` : pattern
}

function ruleOf(name: string, npm: string, source: string, pattern: Pattern): FingerprintRule {
  return {
    id: `retire/${name}`,
    source,
    pattern,
    claims: [{ product: name, version: '$1', purl: `pkg:npm/${npm.replace('@', '%40')}@$v` }],
    confidence: 80,
  }
}

function flawsIn(value: unknown): LibraryFlaw[] {
  if (!Array.isArray(value)) return []
  return value
    .slice(0, MOST_FLAWS)
    .map(flawIn)
    .filter((flaw) => flaw !== undefined)
}

function flawIn(value: unknown): LibraryFlaw | undefined {
  const flaw = asRecord(value)
  if (typeof flaw.below !== 'string') return undefined
  const identifiers = asRecord(flaw.identifiers)
  const severity = typeof flaw.severity === 'string' && severities.has(flaw.severity) ? flaw.severity : 'medium'
  return {
    below: flaw.below,
    ...(typeof flaw.atOrAbove === 'string' ? { atOrAbove: flaw.atOrAbove } : {}),
    severity: severity as LibraryFlaw['severity'],
    summary: typeof identifiers.summary === 'string' ? identifiers.summary.slice(0, 200) : 'known weakness',
    ids: [...asTexts(identifiers.CVE), ...asTexts(identifiers.githubID)].slice(0, 8),
  }
}

function applies({ below, atOrAbove }: LibraryFlaw, version: string): boolean {
  return compareLoose(version, below) < 0 && (atOrAbove === undefined || compareLoose(version, atOrAbove) >= 0)
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function asTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : []
}
