import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import { ok, type Result } from '#core/kernel'
import { recordAudit } from '#platform/audit'
import type { Database } from '#platform/database'
import { takeEvaluation, takeRegister } from './assurance.ts'
import type { FlowContext } from './context.ts'
import { takeSampleTraces } from './sample-traces.ts'

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

/** Days ago: the evaluation came first, then probes, and traces until now. */
const ages = { evaluation: 21, probe: 1 }
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
  const taken = await takeRegister({ database, clock }, { workspaceId, text }, (work, { holds: _, ...detail }) =>
    recordAudit(work, { ...audit, action: 'ai-register.take', target: 'ai-register', detail }),
  )
  if (!taken.ok) return taken
  for (const layer of layers) {
    const file = { name: `sample ${layer.test}.jsonl`, bytes: Buffer.from(reportOf(layer)) }
    const given = { workspaceId, file, by, controlId: layer.id, subjectVersion: layer.version ?? undefined }
    const at = daysBefore(now, ages.evaluation)
    const done = await takeEvaluation({ database, clock }, { ...given, at }, async (work, { run: target }) => {
      await appendEvidence(work, workspaceId, [probeOf(layer, now)], clock(), by)
      if (layer === layers[0]) await tellTraces(work, workspaceId, { now: clock(), by })
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

/** The sample's traces, and what they tell of the layers. */
async function tellTraces(work: InTransaction, workspaceId: string, { now, by }: { now: string; by: string }) {
  const versions = new Map(layers.map(({ id, version }) => [id as string, version]))
  const told = await takeSampleTraces(work, workspaceId, now)
  const evidence = told.flatMap(({ control: controlId, hour: at, carried, missed }) =>
    [{ result: 'pass', demands: carried } as const, { result: 'fail', demands: missed } as const]
      .filter(({ demands }) => demands > 0)
      .map(
        (counted): Evidence => ({ ...seenOf(controlId, versions.get(controlId) ?? null), ...traced, ...counted, at }),
      ),
  )
  await appendEvidence(work, workspaceId, evidence, now, by)
}

const traced = { kind: 'telemetry', aspect: 'coverage' } as const

function probeOf({ id, version }: Layer, now: string): Evidence {
  const alive = { kind: 'probe', aspect: 'liveness', result: 'pass', demands: 1 } as const
  return { ...seenOf(id, version), ...alive, at: daysBefore(now, ages.probe) }
}

function seenOf(controlId: string, subjectVersion: string | null) {
  return { controlId, subjectVersion, source: SAMPLE_SOURCE, weight: 1, note: MADE_UP }
}

function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * DAY_MS).toISOString()
}
