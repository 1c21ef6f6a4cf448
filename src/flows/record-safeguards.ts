import { isMember } from '#action/work/store'
import { type NotedDoubt, noteDoubts, readControls } from '#assurance/controls/store'
import { type FailingControl, failingControls, isRunWaiting } from '#assurance/evaluations/store'
import { appendEvidence, countEvidence } from '#assurance/evidence/store'
import { keepMonitorState, monitorStates } from '#assurance/monitoring/store'
import { readScenarios } from '#assurance/threats/store'
import { canonicalJson, digestOf, type Instant } from '#core/kernel'
import {
  type AiSystem,
  type Component,
  type NamedAsset,
  parsePurl,
  type ReportedFinding,
  type Subject,
} from '#core/vocabulary'
import { untouchedFindings } from '#exposure/findings/store'
import type { AssetId } from '#exposure/inventory'
import { aiSystemTimes, readAiRulings, readAiSystems, retiredSystems, standingOfAsset } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { type AssessedControl, assessControls } from './assurance.ts'
import { changeFindings } from './change-findings.ts'
import type { FlowContext } from './context.ts'
import { judgeEvaluations } from './evaluation-gates.ts'
import { recordSeen } from './exposure.ts'
import { listeningModels } from './listening-models.ts'
import { type WatchedMonitor, watchedMonitors } from './monitors.ts'
import { noteRiskTerms } from './risk-terms.ts'
import { standingOfControls } from './standing-of-controls.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

const TOOL = 'Lunette safeguards'
const SPEAKER = 'safeguards'
/** Where findings about controls stand that guard no one system. */
const NOBODYS: NamedAsset & { naturalKey: string } = {
  ...{ kind: 'application', name: 'Safeguards', naturalKey: 'lunette:safeguards' },
}

interface Sum {
  opened: number
  resolved: number
}

/** What is said of one asset by what watches safeguards: all of it, each time. */
interface Said {
  /** Under which it is kept what was said last; one word after `findings`. */
  key: string
  asset: NamedAsset & { naturalKey?: string }
  distribution?: Subject['distribution']
  components: Component[]
  findings: ReportedFinding[]
}

/**
 * Evaluations that came in are judged; model servers that listen, dead controls, failing evaluations and alarms become
 * findings, and what holds again takes its finding back; parts of AI systems with a purl are matched; doubts that came or
 * went are noted, with evidence. The same again changes nothing.
 */
export async function recordSafeguards(context: FlowContext, workspaceId: string): Promise<Sum> {
  const inWorkspace = <T>(work: (work: InTransaction) => Promise<T>) => context.database.inWorkspace(workspaceId, work)
  // Read first: what comes meanwhile is looked at once more.
  const said = await inWorkspace(saidLast)
  await inWorkspace((work) => judgeEvaluations(work, workspaceId))
  const sum = { opened: 0, resolved: 0 }
  await recordAll(context, workspaceId, await inWorkspace(listening), sum)
  await recordAll(context, workspaceId, await saidOfSystems(context, workspaceId), sum)
  await inWorkspace(async (work) => {
    const now = context.clock()
    await noteStanding(work, workspaceId, now)
    await noteRiskTerms(work, workspaceId, now)
    if (said !== '') await keepMonitorState(work, workspaceId, SEEN, { said }, now)
  })
  return sum
}

const SEEN = 'standing seen'

/** Whether runs wait to be judged, or something was said of AI systems or seen of safeguards since they were looked at. */
export async function isStandingDue(work: InTransaction): Promise<boolean> {
  if (await isRunWaiting(work)) return true
  const said = await saidLast(work)
  const seen = (await monitorStates(work)).get(SEEN)?.state as { said?: string } | undefined
  return said !== '' && said !== seen?.said
}

/** The latest word on AI systems, which of them are retired, the latest on AI that was found, and the last piece of evidence. */
async function saidLast(work: InTransaction): Promise<string> {
  const systems = [...(await aiSystemTimes(work)).values()].map(({ changedAt }) => changedAt)
  const rulings = (await readAiRulings(work)).map(({ id, at }) => `${at} ${id}`)
  const retired = [...(await retiredSystems(work)).keys()].sort().join(' ')
  const word = [[...systems, ...rulings].sort().at(-1), retired].filter(Boolean).join(' ')
  const entries = await countEvidence(work)
  return entries === 0 ? word : `${word} ${entries}`
}

async function recordAll(context: FlowContext, workspaceId: string, all: readonly Said[], sum: Sum): Promise<void> {
  const states = await context.database.inWorkspace(workspaceId, monitorStates)
  for (const said of all) {
    const { components, findings } = said
    const digest = digestOf(canonicalJson(components.length === 0 ? findings : [components, findings]))
    const kept = states.get(`findings ${said.key}`)?.state as { digest?: string } | undefined
    if (kept?.digest === digest || (!kept && components.length + findings.length === 0)) continue
    const done = await recordOne(context, workspaceId, { ...said, digest })
    sum.opened += done.opened + done.reopened
    sum.resolved += done.resolved
  }
}

async function recordOne(
  context: FlowContext,
  workspaceId: string,
  { key, asset, distribution, components, findings, digest }: Said & { digest: string },
) {
  const at: Instant = context.clock()
  const subject: Subject = {
    kind: 'application',
    name: asset.naturalKey ?? asset.name,
    ...(distribution && { distribution }),
  }
  const inventory = {
    ...{ importer: SPEAKER, format: TOOL, tool: TOOL, statedAt: at },
    ...{ subject, vex: [], components, relations: [], findings },
  }
  const kept = components.length + findings.length
  const outcome = { status: 'complete' as const, read: kept, kept, dropped: [] }
  // The same again later is another statement: in between it may have been otherwise.
  const imported = { inventory, path: SPEAKER, outcome, contentDigest: digestOf(`${digest} ${at}`) }
  const { recorded, findings: done } = await recordSeen(context, { workspaceId, actor: SPEAKER, asset, imported })
  await context.database.inWorkspace(workspaceId, async (work) => {
    await giveToOwners(work, workspaceId, recorded.assetId, at)
    await keepMonitorState(work, workspaceId, `findings ${key}`, { digest }, at)
  })
  return done
}

/** Assets whose ports show model servers, and those that did when they were looked at last. */
async function listening(work: InTransaction): Promise<Said[]> {
  const found = await listeningModels(work)
  const before = [...(await monitorStates(work)).keys()].flatMap((id) =>
    id.startsWith('findings asset ') ? [id.slice('findings asset '.length) as AssetId] : [],
  )
  const said: Said[] = []
  for (const id of new Set([...found.keys(), ...before])) {
    const asset = await standingOfAsset(work, id)
    if (!asset) continue
    const { kind, name, naturalKey, distribution } = asset
    said.push({
      ...{ key: `asset ${id}`, asset: { kind, name, naturalKey }, components: [], findings: found.get(id) ?? [] },
      ...(distribution && { distribution }),
    })
  }
  return said
}

async function saidOfSystems(context: FlowContext, workspaceId: string): Promise<Said[]> {
  const controls = await assessControls(context, workspaceId)
  const monitors = await watchedMonitors(context, workspaceId)
  const { systems, failing, rests } = await context.database.inWorkspace(workspaceId, async (work) => ({
    systems: await readAiSystems(work),
    rests: new Set((await readScenarios(work)).flatMap(({ barriers }) => barriers.map(({ control }) => control))),
    failing: Map.groupBy(await failingControls(work), ({ controlId }) => controlId),
  }))
  const about = (control: AssessedControl) => [
    ...deadControl(control),
    ...failedEvaluation(control, failing.get(control.id)?.[0]),
  ]
  const slugs = new Set(systems.map(({ slug }) => slug))
  // Of a system that runs no more only that is wrong which risks still count on.
  const counts = (control: AssessedControl) => control.retiredSystem === null || rests.has(control.id)
  const unguarded = controls.filter(({ system }) => system === null || !slugs.has(system))
  return [
    ...systems.map((system) => ({
      ...{ key: system.slug, asset: { kind: 'ai-system' as const, name: system.name, naturalKey: system.slug } },
      components: system.retired ? [] : componentsOf(system),
      findings: [
        ...controls.filter((control) => control.system === system.slug && counts(control)).flatMap(about),
        ...monitors.filter(({ monitor }) => monitor.system === system.slug && !system.retired).flatMap(alarm),
      ],
    })),
    { key: 'of no system', asset: NOBODYS, components: [], findings: unguarded.flatMap(about) },
  ]
}

/** Parts that the register names by a purl are software of the system: they are matched as all other is. */
function componentsOf({ parts }: AiSystem): Component[] {
  const found = new Map<string, Component>()
  for (const { kind, name, version, purl } of parts) {
    const parsed = purl === null ? undefined : parsePurl(purl)
    if (!parsed?.ok) continue
    const { type, namespace, name: called, version: own } = parsed.value
    const said = own ?? version ?? undefined
    found.set(parsed.value.text, {
      ...{ ref: parsed.value.text, purl: parsed.value.text, type, name: called, cpes: [], upstream: [], licences: [] },
      ...(namespace && { namespace }),
      ...(said && { version: said }),
      ...{
        location: '',
        dependsOn: [],
        evidence: [{ kind: 'stated', by: SPEAKER, path: 'ai-register', pointer: `${kind} ${name}` }],
      },
    })
  }
  return [...found.values()]
}

function deadControl({ id, name, claim, assessment }: AssessedControl): ReportedFinding[] {
  if (assessment.liveness.state !== 'dead') return []
  return [
    {
      ...plain('dead-control', id),
      title: `${name} is dead`,
      description: `Its claim: ${asSentence(claim)} A probe found that it does not act; until one finds it alive, risk credits it with nothing.`,
      severity: 'high',
      remedy: 'Find out why it does not act, put it right, and let the next probe show it.',
    },
  ]
}

/** A claim as its owner wrote it, with one full stop. */
function asSentence(claim: string): string {
  return `“${claim.trim().replace(/\.$/, '')}.”`
}

function failedEvaluation(
  { id, name, claim }: AssessedControl,
  failing: FailingControl | undefined,
): ReportedFinding[] {
  if (!failing) return []
  const { since, reason } = failing
  return [
    {
      ...plain('evaluation-failed', id),
      kind: 'evaluation-failure',
      title: `${name} fails its evaluation`,
      description: `Its claim: ${asSentence(claim)} Since the run of ${since.slice(0, 10)}: ${reason}.`,
      severity: 'high',
      remedy: 'Mend what the failed cases show, and import a run of the same cases that passes: that closes it.',
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

function plain(ruleId: string, id: string) {
  return {
    ...{
      ref: `${ruleId} ${id}`,
      kind: 'misconfiguration' as ReportedFinding['kind'],
      ruleId,
      vulnerabilityIds: [],
      cwes: [],
    },
    ...{ fixedVersions: [], place: { path: id }, state: 'open' as const, references: [] },
  }
}

const rulesOfControls = ['dead-control', 'evaluation-failed'].map((rule) => `${SPEAKER}:${rule}`)

/** What is wrong with a control is its owner's: a member by that name is put to work, else it is a team. */
async function giveToOwners(work: InTransaction, workspaceId: string, assetId: AssetId, now: Instant): Promise<void> {
  const untouched = await untouchedFindings(work, assetId, rulesOfControls)
  if (untouched.length === 0) return
  const ownerOf = new Map((await readControls(work)).map(({ id, owner }) => [id, owner]))
  for (const { seq, location } of untouched) {
    const owner = ownerOf.get(location.split(' · ').at(-1) ?? '')
    if (!owner) continue
    const set = (await isMember(work, workspaceId, owner)) ? { assignee: owner } : { team: owner.slice(0, 100) }
    await changeFindings(work, { workspaceId, by: SPEAKER, now }, [seq], { set })
  }
}

/** Notes since when each doubt stands, and tells the chain of evidence of every way past a control that opened or closed. */
async function noteStanding(work: InTransaction, workspaceId: string, now: Instant): Promise<void> {
  const controls = await readControls(work)
  const standings = await standingOfControls(work, controls)
  const doubts = [...standings].flatMap(([control, { doubts: open, limits }]): NotedDoubt[] => [
    ...open.map(({ findingId }) => ({ control, kind: 'known-exploited' as const, finding: findingId })),
    ...limits.flatMap(({ kind, findingId }) =>
      kind === 'bypassed' && findingId !== null ? [{ control, kind, finding: findingId }] : [],
    ),
  ])
  const { came, gone } = await noteDoubts(work, workspaceId, doubts, now)
  const versions = new Map(controls.map(({ id, version }) => [id, version]))
  const evidence = [
    ...came.map((doubt) => ({ ...doubt, result: 'fail' as const })),
    ...gone.map((doubt) => ({ ...doubt, result: 'not-applicable' as const })),
  ]
    .filter(({ kind, control }) => kind === 'bypassed' && versions.has(control))
    .map(({ control, finding, result }) => ({
      ...{ kind: 'exposure' as const, aspect: 'coverage' as const, result, demands: 1, weight: 1, at: now },
      ...{ controlId: control, subjectVersion: versions.get(control) ?? null, source: `finding ${finding}` },
      note: result === 'fail' ? 'the model can be asked past it' : 'the way past it is closed',
    }))
  if (evidence.length > 0) await appendEvidence(work, workspaceId, evidence, now, 'Lunette')
}
