import { Attribution, countEnded } from '#assurance/monitoring'
import {
  addControlHours,
  addHours,
  knownStrata,
  noteSources,
  takeUntold,
  traceRules,
} from '#assurance/monitoring/store'
import type { Database } from '#platform/database'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

const SYSTEM = 'helpdesk'
/** Nobody sent them: what they came from says so. */
const SERVICE = 'helpdesk (made up, sample organisation)'
/** What the register calls a demand on the layers before the order tool. */
const TOOL = 'order tool'

/**
 * Demands of a week by what they carried: those that use the order tool meet two layers more. Each day has a seventh, so that no
 * day is covered otherwise than the others.
 */
const week = [
  { stratum: 'mail', controls: ['input-filter', 'answer-judge'], operations: ['chat'], demands: 7_021 },
  { stratum: 'chat', controls: ['input-filter', 'answer-judge'], operations: ['chat'], demands: 1_897 },
  { stratum: 'chat', controls: ['answer-judge'], operations: ['chat'], demands: 140 },
  { stratum: 'mail', controls: ['input-filter'], operations: ['chat'], demands: 301 },
  {
    stratum: 'mail',
    controls: ['input-filter', 'answer-judge', 'tool-gate', 'agent-review'],
    operations: ['chat', TOOL],
    demands: 504,
  },
  {
    stratum: 'mail',
    controls: ['input-filter', 'answer-judge', 'tool-gate'],
    operations: ['chat', TOOL],
    demands: 133,
  },
] as const

const DAYS = 7
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The last of them came so long ago. */
const LAST_MS = 2 * HOUR_MS
const SPANS_EACH = 3
const [ASKED_TOKENS, ANSWERED_TOKENS] = [640, 180]

/**
 * A week of made-up traces, counted as those that come in are: what is told of the assistant's use, of the gap to production
 * and of the coverage of its layers is one and the same. Returns the demands that carried each layer and went past it, by hour.
 */
export async function takeSampleTraces(
  work: InTransaction,
  workspaceId: string,
  now: string,
): Promise<{ control: string; hour: string; carried: number; missed: number }[]> {
  const { systems, controls } = await traceRules(work)
  const groups = Array.from({ length: DAYS }, (_, day) => tracesOf(day, now)).flat()
  const counts = countEnded(groups, new Attribution(systems, controls), await knownStrata(work))
  await addHours(work, workspaceId, counts.hours)
  await addControlHours(work, workspaceId, counts.controls)
  const spans = groups.reduce((sum, one) => sum + one.spans, 0)
  const lastAt =
    groups
      .map((one) => one.lastAt)
      .sort()
      .at(-1) ?? now
  await noteSources(work, workspaceId, [{ service: SERVICE, system: SYSTEM, spans }], lastAt)
  return takeUntold(work, [...new Set(counts.controls.map(({ control }) => control))], now)
}

function tracesOf(day: number, now: string) {
  const at = Date.parse(now) - LAST_MS - (DAYS - 1 - day) * DAY_MS
  const hour = new Date(Math.floor(at / HOUR_MS) * HOUR_MS).toISOString()
  return week.map(({ stratum, controls, operations, demands }) => {
    const traces = demands / DAYS
    return {
      ...{ system: SYSTEM, stratum, hour, controls: [...controls], operations: [...operations], traces, lastAt: hour },
      ...{ isDemand: true, isRefused: false, isError: false, isStoppedDownstream: false, label: null, isProbe: false },
      ...{ acted: [], broken: [], conversation: null, actor: null, spans: traces * SPANS_EACH },
      ...{ inputTokens: traces * ASKED_TOKENS, outputTokens: traces * ANSWERED_TOKENS },
    }
  })
}
