import type { Pattern } from './pattern.ts'

/** What a rule tells when it matches. Texts may hold `$1` to `$9` for what the pattern caught. */
export interface Claim {
  product: string
  vendor?: string
  /** Kept only when it stands in the text the rule looked at. */
  version?: string
  /** `a:f5:nginx`: part, vendor and product of CPE 2.3, in lower case. */
  cpe?: string
  /** Version in the CPE where it is written otherwise than shown. */
  cpeVersion?: string
  cpeUpdate?: string
  cpeEdition?: string
  /** What the CPE names a version as, where the dictionary counts otherwise than the product does. */
  cpeRelease?: (version: string) => { version: string; update?: string } | undefined
  /** Package URL; `$v` stands for the version. Left out while the version is unknown. */
  purl?: string
}

export interface FingerprintRule {
  /** Set and rule: `lunette/nginx`. */
  id: string
  source: string
  /** Only observations of this name: a header, a path. */
  name?: string
  pattern: Pattern
  claims: readonly Claim[]
  /** 1 to 100. */
  confidence: number
}

/** Fills `$1` … with what was caught; undefined when nothing is left. */
export function fill(template: string | undefined, caught: RegExpExecArray): string | undefined {
  if (template === undefined) return undefined
  const text = template.replace(/\$(\d)/g, (_, digit: string) => caught[Number(digit)] ?? '').trim()
  return text === '' ? undefined : text
}
