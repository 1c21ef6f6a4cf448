import { z } from 'zod'
import { err, ok, problem, type Result } from '#core/kernel'
import { urgencies } from '../priority.ts'
import { placeOf, sizeOf } from './table-index.ts'
import type { DecisionPoint, DecisionTable } from './types.ts'

const MAX_POINTS = 16
const MAX_VALUES = 64
const MAX_COMBINATIONS = 200_000
const MAX_TEXT = 4_000
const NOT_SET = 255

const key = z.string().min(1).max(100)
const version = z
  .string()
  .regex(/^\d+\.\d+\.\d+/)
  .max(100)
const head = { namespace: z.string().min(3).max(1_000), key, name: z.string().min(1).max(MAX_TEXT) }
const value = z.object({ key, name: z.string().min(1).max(MAX_TEXT), definition: z.string().max(MAX_TEXT).optional() })
/** What SSVC leaves to whoever acts on an outcome, in words of ours. */
const acted = { dueDays: z.number().int().min(1).max(3_650).optional(), urgency: z.enum(urgencies).optional() }
const point = z.object({
  ...head,
  version: version.default('0.0.1'),
  values: z.array(value.extend(acted)).min(1).max(MAX_VALUES),
})

/** The published shape: SSVC DecisionTable 2.0.0. Texts that only explain may be left out. */
const publishedTable = z.object({
  ...head,
  version: version.default('0.0.1'),
  schemaVersion: z.literal('2.0.0'),
  decision_points: z.record(z.string(), point),
  outcome: z.string(),
  mapping: z.array(z.record(z.string(), z.string())).min(1).max(MAX_COMBINATIONS),
})

/** Reads a decision table as CERT/CC publishes it (DecisionTable 2.0.0). Refuses gaps, contradictions and unknown values. */
export function parseDecisionTable(json: unknown, source?: string): Result<DecisionTable> {
  const parsed = publishedTable.safeParse(json)
  if (!parsed.success) return refuse(z.prettifyError(parsed.error).slice(0, 500), parsed.error)
  const { decision_points, outcome: outcomeId, mapping, ...table } = parsed.data
  const all: DecisionPoint[] = Object.values(decision_points).map(({ namespace, key, version, name, values }) => ({
    id: `${namespace}:${key}:${version}`,
    name,
    values,
  }))
  const outcome = all.find((candidate) => candidate.id === outcomeId)
  if (!outcome) return refuse(`the outcome ${outcomeId} is none of the decision points`)
  const points = all.filter((candidate) => candidate !== outcome)
  if (points.length > MAX_POINTS || sizeOf({ points }) > MAX_COMBINATIONS)
    return refuse(`more than ${MAX_POINTS} points or ${MAX_COMBINATIONS} combinations`)
  const disorder = disorderOf(outcome)
  if (disorder) return refuse(disorder)
  const outcomes = readMapping(points, outcome, mapping)
  if (typeof outcomes === 'string') return refuse(outcomes)
  const id = `${table.namespace}:${table.key}:${table.version}`
  return ok({ id, name: table.name, source, points, outcome, outcomes })
}

/** A more severe outcome never gives more time or a lesser word: what is unknown is decided by its worst case. */
function disorderOf({ values }: DecisionPoint): string | undefined {
  for (const [index, milder] of values.entries()) {
    const worse = values[index + 1]
    if (!worse) break
    const pair = `${worse.key} is more severe than ${milder.key} and`
    if ((worse.dueDays ?? Number.POSITIVE_INFINITY) > (milder.dueDays ?? Number.POSITIVE_INFINITY))
      return `${pair} has later or no due days`
    if ((milder.urgency === undefined) !== (worse.urgency === undefined))
      return 'either every outcome says its urgency or none does'
    if (milder.urgency && worse.urgency && urgencies.indexOf(worse.urgency) > urgencies.indexOf(milder.urgency))
      return `${pair} is less urgent`
  }
  return undefined
}

/** The outcome of each combination, or what is wrong with the rows. */
function readMapping(
  points: DecisionPoint[],
  outcome: DecisionPoint,
  mapping: readonly Record<string, string>[],
): Uint8Array | string {
  const outcomes = new Uint8Array(sizeOf({ points })).fill(NOT_SET)
  for (const [row, cells] of mapping.entries()) {
    const choice = points.map((point) => point.values.findIndex((value) => value.key === cells[point.id]))
    const decided = outcome.values.findIndex((value) => value.key === cells[outcome.id])
    if (choice.includes(-1) || decided < 0) return `row ${row + 1} lacks a point or names a value that is not defined`
    const place = placeOf({ points }, choice)
    if (outcomes[place] !== NOT_SET && outcomes[place] !== decided) return `row ${row + 1} contradicts an earlier row`
    outcomes[place] = decided
  }
  const missing = outcomes.reduce((count, entry) => count + (entry === NOT_SET ? 1 : 0), 0)
  return missing === 0 ? outcomes : `${missing} of ${outcomes.length} combinations have no outcome`
}

function refuse(why: string, cause?: unknown): Result<never> {
  return err(problem('decision-table', `This is no complete decision table (SSVC DecisionTable 2.0.0): ${why}`, cause))
}
