import { millisecondsOf } from '#core/kernel'
import type { SeverityStatement, SsvcStatement } from '#core/vocabulary'
import type { StatementFacts } from './facts.ts'

/*
 * The facts of a statement as they are stored and indexed: arrays instead of named fields, times as seconds, and the
 * words that nearly every record repeats as small numbers. `0` stands for "none".
 */
export type CompactFacts = [
  title?: string | 0,
  published?: CompactTime,
  modified?: CompactTime,
  severities?: CompactSeverity[] | 0,
  cwes?: (number | string)[] | 0,
  ssvc?: CompactSsvc[] | 0,
]
/** Seconds since the epoch; a text that is no plain instant stays as it is. */
export type CompactTime = number | string
/** A CVSS 3 or 4 vector without its `CVSS:`; one of version 2 has no prefix. */
type CompactSeverity = [vector: string, score: number | 0 | null, by: number | string, version?: string]
/** Places in the lists below plus one, as one number: exploitation, automatable, impact. */
type CompactSsvc = [by: number | string, at: CompactTime, points: number]

const PARTIES = ['nvd@nist.gov', 'CISA-ADP']
const EXPLOITATION = ['none', 'public poc', 'active'] as const
const YES_NO = ['yes', 'no'] as const
const IMPACT = ['partial', 'total'] as const
const PREFIX = 'CVSS:'
const MS = 1_000

/** Facts as they are stored. */
export function compactFacts(facts: StatementFacts): CompactFacts {
  const compact: CompactFacts = [
    facts.title ?? 0,
    compactTime(facts.published),
    compactTime(facts.modified),
    facts.severities?.map(compactSeverity) ?? 0,
    facts.cwes?.map((cwe) => (/^CWE-[1-9]\d{0,5}$/.test(cwe) ? Number(cwe.slice(4)) : cwe)) ?? 0,
    facts.ssvc?.map(compactSsvc) ?? 0,
  ]
  while (compact.at(-1) === 0) compact.pop()
  return compact
}

/** The inverse of `compactFacts`. */
export function expandFacts([title = 0, published = 0, modified = 0, severities, cwes, ssvc]: CompactFacts) {
  const [first, last] = [expandTime(published), expandTime(modified)]
  const facts: StatementFacts = {
    ...(title !== 0 && { title }),
    ...(first !== undefined && { published: first }),
    ...(last !== undefined && { modified: last }),
    ...(severities && { severities: severities.map(expandSeverity) }),
    ...(cwes && { cwes: cwes.map((cwe) => (typeof cwe === 'number' ? `CWE-${cwe}` : cwe)) }),
    ...(ssvc && { ssvc: ssvc.map(expandSsvc) }),
  }
  return facts
}

/** An instant as seconds; only what reads back as the same text is shortened. */
export function compactTime(time: string | undefined): CompactTime {
  if (time === undefined) return 0
  const plain = time.length === 24 ? millisecondsOf(time) : undefined
  if (plain) return plain / MS
  const parsed = Date.parse(time)
  return parsed !== 0 && Number.isFinite(parsed) && new Date(parsed).toISOString() === time ? parsed / MS : time
}

export function expandTime(time: CompactTime): string | undefined {
  if (time === 0) return undefined
  return typeof time === 'string' ? time : new Date(Math.round(time * MS)).toISOString()
}

function compactParty(by: string): number | string {
  const place = PARTIES.indexOf(by)
  return place < 0 ? by : place
}

function expandParty(by: number | string): string {
  return typeof by === 'string' ? by : PARTIES[by]!
}

function compactSeverity({ version, vector, score, by }: SeverityStatement): CompactSeverity {
  const start = `${PREFIX}${version}/`
  const told = vector.startsWith(start)
  const compact: CompactSeverity = [told ? vector.slice(PREFIX.length) : vector, score ?? null, compactParty(by)]
  if (!told) compact.push(version)
  return compact
}

function expandSeverity([vector, score, by, version]: CompactSeverity): SeverityStatement {
  return {
    version: (version ?? vector.slice(0, vector.indexOf('/'))) as SeverityStatement['version'],
    vector: version === undefined ? `${PREFIX}${vector}` : vector,
    ...(score !== null && { score }),
    by: expandParty(by),
  }
}

function compactSsvc({ by, at, exploitation, automatable, technicalImpact }: SsvcStatement): CompactSsvc {
  const place = (list: readonly string[], word: string | undefined) => (word === undefined ? 0 : list.indexOf(word) + 1)
  const points =
    place(EXPLOITATION, exploitation) * 100 + place(YES_NO, automatable) * 10 + place(IMPACT, technicalImpact)
  return [compactParty(by), compactTime(at), points]
}

function expandSsvc([by, at, points]: CompactSsvc): SsvcStatement {
  const exploitation = EXPLOITATION[Math.floor(points / 100) - 1]
  const automatable = YES_NO[(Math.floor(points / 10) % 10) - 1]
  const technicalImpact = IMPACT[(points % 10) - 1]
  const time = expandTime(at) as SsvcStatement['at']
  return {
    by: expandParty(by),
    ...(time !== undefined && { at: time }),
    ...(exploitation && { exploitation }),
    ...(automatable && { automatable }),
    ...(technicalImpact && { technicalImpact }),
  }
}
