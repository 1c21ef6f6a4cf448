import { err, ok, problem, type Result } from '#core/kernel'
import { type MetricDefinition, metricsByVersion } from './metrics.ts'
import { scoreV2 } from './score-v2.ts'
import { scoreV3 } from './score-v3.ts'
import { scoreV4 } from './score-v4.ts'
import { severityOf } from './severity.ts'
import type { Cvss, CvssScores, CvssVersion, Metrics } from './types.ts'

const MAX_LENGTH = 400
const MAX_CACHED = 50_000

export interface CvssOptions {
  /**
   * Also refuse what the standard's vector format forbids though its meaning is clear: v2 in parentheses, out of
   * order or with part of a metric group; v4.0 out of order. Off by default: feeds carry such vectors.
   */
  strict?: boolean
}

const scorers: Readonly<Record<CvssVersion, (metrics: Metrics) => CvssScores>> = {
  '2.0': scoreV2,
  '3.0': (metrics) => scoreV3(metrics, '3.0'),
  '3.1': (metrics) => scoreV3(metrics, '3.1'),
  '4.0': scoreV4,
}

const parsed = new Map<string, Result<Cvss>>()

/** Reads, checks and scores a CVSS v2, v3.0, v3.1 or v4.0 vector. Results are shared and remembered (bounded). */
export function parseCvss(text: string, options: CvssOptions = {}): Result<Cvss> {
  if (options.strict) return read(text, true)
  const known = parsed.get(text)
  if (known) return known
  const result = read(text, false)
  if (parsed.size >= MAX_CACHED) parsed.clear()
  if (text.length <= MAX_LENGTH) parsed.set(text, result)
  return result
}

function read(text: string, strict: boolean): Result<Cvss> {
  if (text.length > MAX_LENGTH) return refuse(text, `is longer than ${MAX_LENGTH} characters`)
  const vector = strict ? text : text.trim().replace(/^\((.*)\)$/, '$1')
  const prefix = /^CVSS:(3\.0|3\.1|4\.0)\//.exec(vector)
  const version = (prefix?.[1] ?? '2.0') as CvssVersion
  const metrics = readMetrics(vector.slice(prefix?.[0].length ?? 0), version, strict)
  if (typeof metrics === 'string') return refuse(text, metrics)
  const scores = scorers[version](metrics)
  return ok({ version, vector, metrics, ...scores, severity: severityOf(version, scores.baseScore) })
}

/** The metrics, or what is wrong with the vector. */
function readMetrics(text: string, version: CvssVersion, strict: boolean): Metrics | string {
  const definitions = metricsByVersion[version]
  const metrics: Record<string, string> = {}
  let last = -1
  for (const component of text.split('/')) {
    const colon = component.indexOf(':')
    const definition = definitions.get(component.slice(0, colon))
    const value = component.slice(colon + 1)
    if (colon < 0 || !definition?.values.has(value)) return `has no metric "${component}" in CVSS v${version}`
    if (metrics[definition.name] !== undefined) return `names ${definition.name} twice`
    if (strict && !version.startsWith('3') && definition.place < last) return `names ${definition.name} out of order`
    last = definition.place
    metrics[definition.name] = value
  }
  const groups = strict && version === '2.0' ? startedGroups(definitions, metrics) : new Set(['base'])
  for (const { name, group } of definitions.values())
    if (groups.has(group) && metrics[name] === undefined) return `lacks the metric ${name}`
  return metrics
}

/** CVSS v2 writes a metric group whole or not at all (guide, section 2.4). */
function startedGroups(definitions: ReadonlyMap<string, MetricDefinition>, metrics: Metrics): Set<string> {
  const started = Object.keys(metrics).flatMap((name) => definitions.get(name)?.group ?? [])
  return new Set(['base', ...started])
}

function refuse(text: string, why: string): Result<never> {
  return err(problem('cvss-vector', `"${text.slice(0, 120)}" ${why}`))
}
