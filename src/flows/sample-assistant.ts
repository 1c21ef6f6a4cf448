import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import { type Instant, ok, type Result } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'
import { takeSampleTraces } from './sample-traces.ts'
import { takeEvaluation } from './take-evaluation.ts'
import { takeRegister } from './take-register.ts'

/** Evidence that was made up says so, each piece by itself. */
const SAMPLE_SOURCE = 'sample organisation'
const MADE_UP = 'Made up, to show what a measured control looks like'
const DAY_MS = 86_400_000

/** What was "measured" of each layer: cases that held and failed. The demands that carried it are in the sample's traces. */
const layers = [
  { id: 'input-filter', version: '7', test: 'injected-mail', cases: 120, failed: 14 },
  { id: 'answer-judge', version: '3', test: 'followed-instruction', cases: 100, failed: 19 },
  { id: 'tool-gate', version: '1.8', test: 'order-change', cases: 80, failed: 1 },
  { id: 'agent-review', version: null, test: 'seeded-change', cases: 48, failed: 11 },
] as const

/** Days ago: the register came first, then the evaluations, and of the last week traces with probes among them. */
const ages = { register: 22, evaluation: 21 }

/**
 * The probes of the last week, by days ago: layer by layer was connected, one failed for some hours, all are alive. So the risk
 * has a course to look at, as it has where people use this.
 */
const probes = [
  { daysAgo: 6, id: 'input-filter', result: 'pass', note: MADE_UP },
  { daysAgo: 5, id: 'answer-judge', result: 'pass', note: MADE_UP },
  { daysAgo: 4, id: 'agent-review', result: 'pass', note: MADE_UP },
  { daysAgo: 3, id: 'tool-gate', result: 'pass', note: MADE_UP },
  {
    daysAgo: 0.5,
    id: 'tool-gate',
    result: 'fail',
    note: 'Made up: after an update of the gate a marked order came through',
  },
  {
    daysAgo: 0.25,
    id: 'tool-gate',
    result: 'pass',
    note: 'Made up: the update was taken back, and the marked order stopped',
  },
  ...layers.map(({ id }) => ({ daysAgo: 1, id, result: 'pass', note: MADE_UP }) as const),
] as const

/** Each so-manieth case is one of the chat: the others came by mail. */
const CHAT = 4

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type SampleContext = Pick<FlowContext, 'database' | 'clock'>

/**
 * An AI assistant with four layers, measured. Where the workspace keeps controls of its own, nothing is brought: a sample
 * must not stand among them. The same again changes nothing.
 */
export async function loadAssistant(
  { database, clock }: SampleContext,
  { workspaceId, folder, by }: { workspaceId: string; folder: string; by: string },
): Promise<Result<{ systems: number }>> {
  const known = await database.inWorkspace(workspaceId, readControls)
  if (known.some(({ id }) => layers.every((layer) => layer.id !== id))) return ok({ systems: 0 })
  const text = await readFile(join(folder, 'ai-register.yaml'), 'utf8')
  const now = clock()
  const audit = { chain: workspaceId, at: now, actor: by }
  const asOf = (days: number) => ({ database, clock: () => daysBefore(now, days) })
  const taken = await takeRegister(asOf(ages.register), { workspaceId, text }, (work, { holds: _, ...detail }) =>
    recordAudit(work, { ...audit, action: 'ai-register.take', target: 'ai-register', detail }),
  )
  if (!taken.ok) return taken
  for (const layer of layers) {
    const file = { name: `sample ${layer.test}.jsonl`, bytes: Buffer.from(reportOf(layer)) }
    const given = { workspaceId, file, by, controlId: layer.id, subjectVersion: layer.version ?? undefined }
    const at = daysBefore(now, ages.evaluation)
    const done = await takeEvaluation(asOf(ages.evaluation), { ...given, at }, async (work, { run: target }) => {
      if (layer === layers.at(-1)) await tellWeek(work, workspaceId, { now, by })
      await recordAudit(work, { ...audit, action: 'evaluation.import', target, detail: { control: layer.id } })
    })
    if (!done.ok) return done
  }
  return ok({ systems: taken.value.holds.systems })
}

type Layer = (typeof layers)[number]

/** A case a line; the last ones failed. */
function reportOf({ test, cases, failed }: Layer): string {
  return Array.from({ length: cases }, (_, place) => {
    const number = String(place + 1).padStart(3, '0')
    const result = place < cases - failed ? 'pass' : 'fail'
    const stratum = place % CHAT === 0 ? 'chat' : 'mail'
    return JSON.stringify({ key: `${test}-${number}`, result, stratum, ...(result === 'fail' && { note: MADE_UP }) })
  }).join('\n')
}

/** A week of traces with the probes among them, each recorded when it was seen: what is known of a risk goes by that. */
async function tellWeek(work: InTransaction, workspaceId: string, { now, by }: { now: string; by: string }) {
  const seen = [...(await tracedHours(work, workspaceId, now)), ...probes.map((probe) => probeOf(probe, now))]
  for (const { recordedAt, evidence } of seen.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1)))
    await appendEvidence(work, workspaceId, evidence, recordedAt, by)
}

interface Recorded {
  recordedAt: string
  evidence: Evidence[]
}

const HOUR_DAYS = 1 / 24

/** What the sample's traces tell of the layers, by hour: an hour is known once it is over. */
async function tracedHours(work: InTransaction, workspaceId: string, now: string): Promise<Recorded[]> {
  const told = await takeSampleTraces(work, workspaceId, now)
  return [...Map.groupBy(told, ({ hour }) => hour)].map(([hour, layersThen]) => ({
    recordedAt: daysBefore(hour, -HOUR_DAYS),
    evidence: layersThen.flatMap(({ control, carried, missed }) =>
      [{ result: 'pass', demands: carried } as const, { result: 'fail', demands: missed } as const]
        .filter(({ demands }) => demands > 0)
        .map((counted): Evidence => ({ ...seenOf(control), ...traced, ...counted, at: hour })),
    ),
  }))
}

const traced = { kind: 'telemetry', aspect: 'coverage' } as const

function probeOf({ daysAgo, id, result, note }: (typeof probes)[number], now: string): Recorded {
  const at = daysBefore(now, daysAgo)
  return {
    recordedAt: at,
    evidence: [{ ...seenOf(id), kind: 'probe', aspect: 'liveness', result, demands: 1, note, at }],
  }
}

const versions = new Map<string, string | null>(layers.map(({ id, version }) => [id, version]))

function seenOf(controlId: string) {
  const subjectVersion = versions.get(controlId) ?? null
  return { controlId, subjectVersion, source: SAMPLE_SOURCE, weight: 1, note: MADE_UP }
}

function daysBefore(now: string, days: number): Instant {
  return new Date(Date.parse(now) - days * DAY_MS).toISOString() as Instant
}
