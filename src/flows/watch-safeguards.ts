import { readControls } from '#assurance/controls/store'
import { hasEnded, keepMonitorState, monitorStates, probedControls } from '#assurance/monitoring/store'
import { canonicalJson, digestOf, type Instant } from '#core/kernel'
import type { ReportedFinding } from '#core/vocabulary'
import { readAiSystems } from '#exposure/inventory/store'
import { type AssessedControl, assessControls } from './assurance.ts'
import type { FlowContext } from './context.ts'
import { recordSeen } from './exposure.ts'
import { lookAtMonitors, type WatchedMonitor, watchedMonitors } from './monitors.ts'
import { lookDownstream, type ProbeContext, type ProbedLife, probeSafeguards } from './probe-safeguards.ts'
import { type SettledTraces, settleTraces } from './traces.ts'

/** What a look at a workspace's safeguards came to. */
export interface WatchedSafeguards extends SettledTraces {
  probed: ProbedLife[]
  opened: number
  resolved: number
}

/**
 * Watching safeguards: settle what traces told → look downstream and probe → monitors → findings where something is dead or
 * alarms. May be done twice: what was counted is not counted again, and the same findings change nothing.
 */
export async function watchSafeguards(
  context: FlowContext & ProbeContext,
  workspaceId: string,
  signal?: AbortSignal,
): Promise<WatchedSafeguards> {
  const through = await lookDownstream(context, workspaceId)
  const settled = await settleTraces(context, workspaceId)
  const probed = await probeSafeguards(context, workspaceId, signal ? { signal } : {})
  await lookAtMonitors(context, workspaceId)
  const findings = await recordSafeguards(context, workspaceId)
  return { ...settled, probed: [...through, ...probed], ...findings }
}

const QUIET_MS = 60_000

/** Whether something waits: traces that ended, probes whose time has come. */
export async function isWatchDue({ database, clock }: Pick<FlowContext, 'database' | 'clock'>, workspaceId: string) {
  const now = clock()
  const before = new Date(Date.parse(now) - QUIET_MS).toISOString()
  return database.inWorkspace(
    workspaceId,
    async (work) => (await hasEnded(work, before)) || (await probedControls(work, now)).length > 0,
  )
}

/** Whether there is anything to watch at all. */
export async function isWatched({ database }: Pick<FlowContext, 'database'>, workspaceId: string): Promise<boolean> {
  return database.inWorkspace(workspaceId, async (work) => (await readControls(work)).length > 0)
}

const TOOL = 'Lunette safeguards'

/** Dead controls and alarms as findings of the AI system that they are about; what holds again takes its finding back. */
async function recordSafeguards(
  context: FlowContext,
  workspaceId: string,
): Promise<{ opened: number; resolved: number }> {
  const controls = await assessControls(context, workspaceId)
  const monitors = await watchedMonitors(context, workspaceId)
  const { systems, states } = await context.database.inWorkspace(workspaceId, async (work) => ({
    systems: await readAiSystems(work),
    states: await monitorStates(work),
  }))
  const sum = { opened: 0, resolved: 0 }
  for (const { slug, name } of systems) {
    const findings = [
      ...controls.filter(({ system }) => system === slug).flatMap(deadControl),
      ...monitors.filter(({ monitor }) => monitor.system === slug).flatMap(alarm),
    ]
    const digest = digestOf(canonicalJson(findings))
    const kept = states.get(`findings ${slug}`)?.state as { digest?: string } | undefined
    if (kept?.digest === digest || (!kept && findings.length === 0)) continue
    const done = await record(context, workspaceId, { slug, name, findings, digest })
    sum.opened += done.opened + done.reopened
    sum.resolved += done.resolved
  }
  return sum
}

interface SystemFindings {
  slug: string
  name: string
  findings: ReportedFinding[]
  digest: string
}

async function record(context: FlowContext, workspaceId: string, { slug, name, findings, digest }: SystemFindings) {
  const at: Instant = context.clock()
  const inventory = {
    ...{ importer: 'safeguards', format: 'Lunette safeguards', tool: TOOL, statedAt: at },
    ...{ subject: { kind: 'application' as const, name: slug }, vex: [], components: [], relations: [], findings },
  }
  const outcome = { status: 'complete' as const, read: findings.length, kept: findings.length, dropped: [] }
  // The same again later is another statement: in between it may have been otherwise.
  const imported = { inventory, path: 'safeguards', outcome, contentDigest: digestOf(`${digest} ${at}`) }
  const asset = { kind: 'ai-system' as const, name, naturalKey: slug }
  const recorded = await recordSeen(context, { workspaceId, actor: 'safeguards', asset, imported })
  await context.database.inWorkspace(workspaceId, (work) =>
    keepMonitorState(work, workspaceId, `findings ${slug}`, { digest }, at),
  )
  return recorded.findings
}

function deadControl({ id, name, claim, assessment }: AssessedControl): ReportedFinding[] {
  if (assessment.liveness.state !== 'dead') return []
  return [
    {
      ...plain('dead-control', id),
      title: `${name} is dead`,
      description: `It is claimed that it ${claim}. A probe found that it does not act; until one finds it alive, risk credits it with nothing.`,
      severity: 'high',
      remedy: 'Find out why it does not act, put it right, and let the next probe show it.',
    },
  ]
}

function alarm({ monitor, alarmSince, sentence }: WatchedMonitor): ReportedFinding[] {
  if (alarmSince === null) return []
  const { id, title = `Monitor ${id}` } = monitor
  return [
    {
      ...plain(`monitor-${monitor.kind}`, id),
      // The numbers move from look to look: they are where the monitor is.
      title: `${title} alarms`,
      description: `Since ${alarmSince.slice(0, 16).replace('T', ' ')} UTC. ${sentence === null ? '' : 'What it says now stands with the monitors of the system.'}`,
      severity: 'medium',
    },
  ]
}

function plain(ruleId: string, aspect: string) {
  return {
    ...{
      ref: `${ruleId} ${aspect}`,
      kind: 'misconfiguration' as const,
      ruleId,
      aspect,
      vulnerabilityIds: [],
      cwes: [],
    },
    ...{ fixedVersions: [], place: { path: aspect }, state: 'open' as const, references: [] },
  }
}
