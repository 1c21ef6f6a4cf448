import { dayOf, parseDay, parseInstant } from '#core/kernel'
import { parseCvss, type ReportedFacts, type SeverityStatement } from '#core/vocabulary'
import { asObject, asObjects, asText, type JsonObject } from '../input/json-value.ts'
import { word } from './words.ts'

const MAX_VECTOR = 400
const MAX_SEVERITIES = 12

/** A vector as a report gives it, and whom it names for it. */
export type StatedVector = readonly [vector: unknown, by?: unknown]

/** The valid vectors, each once. Scores are computed from them: what decides and what is shown cannot differ. */
export function severitiesOf(stated: readonly StatedVector[]): Pick<ReportedFacts, 'severities'> {
  const severities = new Map<string, SeverityStatement>()
  for (const [vector, by] of stated) {
    const severity = severityStated(vector, word(by) ?? '')
    if (severity) severities.set(`${severity.by} ${severity.vector}`, severity)
    if (severities.size === MAX_SEVERITIES) break
  }
  return severities.size > 0 ? { severities: [...severities.values()] } : {}
}

function severityStated(vector: unknown, by: string): SeverityStatement | undefined {
  const text = asText(vector)
  if (text === undefined || text.length > MAX_VECTOR) return undefined
  const parsed = parseCvss(text)
  if (!parsed.ok) return undefined
  const { version, vector: whole, baseScore: score } = parsed.value
  return { version, vector: whole, score, by }
}

/** A probability of EPSS with its day; without a valid pair of both, nothing. */
export function epssOf(probability: unknown, percentile: unknown, date: unknown): Pick<ReportedFacts, 'epss'> {
  const day = dayStated(date)
  if (!isProportion(probability) || day === undefined) return {}
  return { epss: { date: day, probability, ...(isProportion(percentile) ? { percentile } : {}) } }
}

/** An entry in the tool's copy of CISA's catalogue; one without a date is none. */
export function kevOf(dateAdded: unknown, ransomware?: unknown): Pick<ReportedFacts, 'kev'> {
  const day = dayStated(dateAdded)
  return day ? { kev: { dateAdded: day, ransomware: ransomware === true ? 'known' : 'unknown' } } : {}
}

/** The earliest of the days or instants given, as that of which it was known by then. */
export function publishedOf(...dates: readonly unknown[]): Pick<ReportedFacts, 'published'> {
  const [published] = dates.flatMap((date) => dayStated(date) ?? []).toSorted()
  return published ? { published } : {}
}

/** The day of an instant, or a day; before 1988 no tool knew anything. */
export function dayStated(value: unknown) {
  const text = asText(value)?.slice(0, MAX_VECTOR)
  if (text === undefined) return undefined
  const instant = parseInstant(text)
  const day = instant ? dayOf(instant) : parseDay(text)
  return day !== undefined && day >= '1988' ? day : undefined
}

/** Facts as part of a finding; nothing where there are none. */
export function factsPart(facts: ReportedFacts): { facts?: ReportedFacts } {
  return Object.keys(facts).length > 0 ? { facts } : {}
}

/** `CVSS` of Trivy: vectors by who scored, in an object. */
export function vectorsBySource(value: unknown): StatedVector[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([by, said]) => {
    const { V40Vector, V3Vector, V2Vector } = asObject(said) ?? {}
    return [V40Vector, V3Vector, V2Vector].flatMap((vector) => (vector ? [[vector, by] as const] : []))
  })
}

/** `cvss` of Grype: a list of vectors with who scored each. */
export function vectorsListed(value: unknown): StatedVector[] {
  return asObjects(value).map(({ vector, source }: JsonObject) => [vector, source] as const)
}

function isProportion(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1
}
