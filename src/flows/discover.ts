import { err, type Instant, ok, type Problem, problem, type Result } from '#core/kernel'
import { parseAddress } from '#core/network'
import type { Discovered, DiscoveryLook, NamedAsset } from '#core/vocabulary'
import {
  agentVantage,
  packProbes,
  packQuestions,
  type RunState,
  TAKEN_UP,
  vantageOf,
  whyNotNow,
} from '#exposure/surface'
import {
  addSeed,
  beginRun,
  endAbandoned,
  endRun,
  findAgent,
  findRun,
  inTurn,
  keepProbes,
  keepQuestions,
  noteBaselines,
  notePlaces,
  noteProofs,
  noteRun,
  probedAddresses,
  readDiscoverySettings,
  readJournal,
  readScope,
  readSuspected,
  sentSoFar,
  settleLook,
  settleVanished,
  tellObservations,
  tellUnlooked,
} from '#exposure/surface/store'
import type { KnownService, PartialLook, ProbeTools } from '#intake/discovery'
import { isConnectionLoss, refreshStatistics } from '#platform/database'
import {
  type OwnListener,
  ProbeLog,
  type ProbeRecord,
  probeOutcomes,
  probePort,
  QuestionLog,
  quietClock,
} from '#platform/probe'
import type { FlowContext, Report } from './context.ts'
import { lookByAgent } from './discover-by-agent.ts'
import { userAgentOf } from './discovery-manners.ts'
import { orderOf, scopeOf } from './discovery-order.ts'
import { type EndedLook, heldUp, type RunUnderWay, withAbsent } from './discovery-run.ts'
import { discoverySources } from './discovery-sources.ts'
import { LiveScope, reconfirmNames } from './live-scope.ts'
import { LookProgress } from './look-progress.ts'
import { recheckProofs } from './prove-scope.ts'
import { recordSurface } from './record-surface.ts'
import { SightingKeeper } from './sighting-keeper.ts'
import { tellSurface } from './tell-surface.ts'

/** Finds what hangs on the seeds, through these tools and nothing else; `known` is what the same run said before it was interrupted. */
export type DiscoveryEngine = (
  tools: ProbeTools,
  known: readonly Discovered[],
  manners: {
    /** Who asks, told to web servers. */
    agent: string
    /** A cheaper look, from what is known. */
    look?: PartialLook
    /** What changed since everything was looked at last comes first. */
    isFirst(subject: NamedAsset): boolean
    /** Of a whole look: services as they were known, so that the same is said in the same names. */
    before?: readonly KnownService[]
  },
) => AsyncIterable<Discovered>

export interface DiscoverContext extends FlowContext {
  engine: DiscoveryEngine
  /** What is never probed: Lunette itself. */
  ownListeners(): readonly OwnListener[]
  /** Hosts of the organisation's own network that sources may be asked at. */
  privateHosts: readonly string[]
}

export interface DiscoverWork {
  workspaceId: string
  /** The job's id: the same again goes on where that run ended. */
  runId: string
  /** Who looks, by name; left out: this host. */
  agent?: string | undefined
  /** Left out or empty: all seeds of the scope. */
  seeds?: readonly NamedAsset[]
  /** How closely; everything by default. */
  look?: DiscoveryLook
  actor: string
}

export interface DiscoverySummary {
  state: RunState
  counts: Readonly<Record<string, number>>
  sent: Readonly<Record<string, number>>
  /** What the run has to say of itself: a seed that does not resolve, what was not asked. */
  problem?: string
  changes: number
  /** What was seen for the first time with a seed, by its name: no changes. */
  baseline: Readonly<Record<string, number>>
  recorded: number
  opened: number
  resolved: number
}

/**
 * The surface flow: follow the scope → discover → keep what was seen → confirm what vanished → record → tell. Whatever ends
 * a run early, what it saw until then is kept; only a complete run of all seeds says that something is gone.
 * Problems: those of `whyNotNow`; `already-running`.
 */
export async function discoverSurface(
  context: DiscoverContext,
  work: DiscoverWork,
  report: Report,
  stop: AbortSignal,
): Promise<Result<DiscoverySummary>> {
  const done = await inTurn(context.database, work.workspaceId, () => discover(context, work, report, stop))
  return done ?? err(problem('already-running', 'discovery is under way: follow it, or stop it first'))
}

async function discover(
  context: DiscoverContext,
  work: DiscoverWork,
  report: Report,
  stop: AbortSignal,
): Promise<Result<DiscoverySummary>> {
  const begun = await begin(context, work)
  if (!begun.ok) return begun
  const run = begun.value
  const halt = new AbortController()
  const asking = { ...context, questions: questionsOf(context, run, halt) }
  await recheckProofs({ ...asking, ownListeners: context.ownListeners() }, work.workspaceId)
  await reconfirmNames(asking, work.workspaceId)
  const ended = await (run.agent ? lookByAgent : look)(asking, run, report, AbortSignal.any([stop, halt.signal]))
  if (run.agent) await asking.questions.close()
  await settle(context, run, ended)
  await refreshStatistics(context.database, seenTables)
  const recorded = await recordSurface(context, run, quietly(report))
  await refreshStatistics(context.database, recordedTables)
  const told = await tellSurface(context, run)
  const counts = await context.database.inWorkspace(run.workspaceId, (work) =>
    endRun(work, run.runId, { state: ended.state, at: context.clock(), problem: saidOf(run, ended) }),
  )
  if (ended.state === 'failed' && ended.problem) return err(ended.problem)
  const { state, sent, problem: why } = ended
  return ok({ state, counts, sent, ...(why && { problem: why.message }), ...told, ...recorded })
}

/** Of these a first look changes nearly all. */
const seenTables = ['asset', 'surface_asset', 'observation', 'relation', 'surface_change']
const recordedTables = ['component', 'finding']

/** What a run has to say of itself when it is over. */
function saidOf({ isTakenUp }: RunUnderWay, { problem: why }: EndedLook): string | undefined {
  return [...(isTakenUp ? [TAKEN_UP] : []), ...(why ? [why.message] : [])].join('; ') || undefined
}

async function begin({ database, clock }: DiscoverContext, work: DiscoverWork): Promise<Result<RunUnderWay>> {
  const { workspaceId, runId: id, actor: by, look = 'deep' } = work
  return database.inWorkspace(workspaceId, async (transaction) => {
    const scope = await readScope(transaction)
    const settings = await readDiscoverySettings(transaction)
    const seeds = work.seeds?.length ? work.seeds : scope.seeds
    const isQuiet = quietClock()(settings.quietHours, Date.parse(clock()))
    const refusal = whyNotNow(settings, { isQuiet, seeds })
    if (refusal) return err(refusal)
    const agent = work.agent === undefined ? undefined : await findAgent(transaction, { name: work.agent })
    if (work.agent !== undefined && !agent)
      return err(problem('no-such-agent', `there is no agent called ${work.agent}`))
    const vantage = agent ? agentVantage(agent) : vantageOf(settings)
    const isOutside = (agent ?? settings).outside !== undefined
    const at = clock()
    // What is looked for stands in the scope, where it can be taken back.
    for (const seed of work.seeds ?? []) {
      const kept = await addSeed(transaction, { workspaceId, by, at }, seed)
      if (!kept.ok) return kept
    }
    await endAbandoned(transaction, at, id)
    const sentBefore = await sentSoFar(transaction, id)
    const isTakenUp = (await findRun(transaction, id)) !== undefined
    const run = await beginRun(transaction, {
      id,
      workspaceId,
      seeds,
      vantage,
      look,
      by,
      at,
      ...(isTakenUp && { note: TAKEN_UP }),
    })
    const named = new Set(run.seeds.map(({ kind, name }) => `${kind} ${name}`))
    const isFull = scope.seeds.every(({ kind, name }) => named.has(`${kind} ${name}`))
    const begun = {
      workspaceId,
      runId: id,
      isTakenUp,
      sentBefore,
      vantage,
      look: run.look,
      at: run.startedAt as Instant,
    }
    const suspected = await readSuspected(transaction, begun)
    return ok({ ...begun, suspected, settings, seeds: run.seeds, isFull, isOutside, ...(agent && { agent }) })
  })
}

/** What is asked is written down, or nothing more is asked. */
function questionsOf({ database }: DiscoverContext, { workspaceId, runId }: RunUnderWay, halt: AbortController) {
  return new QuestionLog({
    sink: (asked) =>
      database.inWorkspace(workspaceId, (work) => keepQuestions(work, { workspaceId, runId }, packQuestions(asked))),
    now: Date.now,
    failed: () => halt.abort(),
  })
}

interface LookContext extends DiscoverContext {
  questions: QuestionLog
}

async function look(context: LookContext, run: RunUnderWay, report: Report, stop: AbortSignal): Promise<EndedLook> {
  const { database, clock, questions } = context
  const { workspaceId, runId } = run
  const halt = new AbortController()
  const signal = AbortSignal.any([stop, halt.signal])
  const probed = await probedAddresses(database, workspaceId, runId)
  const log = new ProbeLog((lines) => {
    for (const { address, outcome } of lines)
      if (answers.has(outcome)) probed.add(parseAddress(address)?.text ?? address)
    const rows = packProbes(lines.map(numbered))
    return database.inWorkspace(workspaceId, (work) => keepProbes(work, { workspaceId, runId }, rows))
  })
  let changed = () => {}
  const scope = await LiveScope.follow({ database, ...run, changed: () => changed() })
  const port = probePort({ rules: () => scope.rules(), ownListeners: context.ownListeners, log, now: Date.now })
  changed = () => {
    if (scope.isStopped) halt.abort()
    port.recheck()
  }
  const sources = discoverySources(run.settings, { privateHosts: context.privateHosts, signal, questions })
  const keeper = new SightingKeeper(database, run, run.suspected)
  const sent = () =>
    added(run.sentBefore, {
      connections: log.totals.connections,
      datagrams: log.totals.datagrams,
      ...questions.totals,
      ...log.totals.refused,
    })
  const note = (stage: string) =>
    database.inWorkspace(workspaceId, (work) => noteRun(work, runId, { stage, sent: sent(), ...keeper.soFar() }))
  const progress = new LookProgress(run.isTakenUp ? 'going on after an interruption' : undefined)
  let failure: Problem | undefined
  try {
    const known: Discovered[] = []
    for await (const said of readJournal(database, workspaceId, runId)) {
      known.push(...said)
      for (const one of said) keeper.again(one)
    }
    const { begun, changed: _ids, ...order } = await orderOf(database, run)
    const held = begun ? scopeOf(scope, begun) : scope
    const tools: ProbeTools = { port, sources, scope: held, signal, now: () => Date.parse(clock()) }
    for await (const said of context.engine(tools, known, { agent: userAgentOf(run.settings), ...order })) {
      if (said.type === 'progress') progress.take(said, report)
      await keeper.take(said, () => note(progress.words))
    }
  } catch (error) {
    // It is taken up again when the database is back.
    if (isConnectionLoss(error)) throw error
    if (!signal.aborted && !isStop(error)) failure = problem('discovery-failed', (error as Error).message, error)
    else halt.abort()
  } finally {
    port.stop()
    scope.close()
    await sources.close()
  }
  await keeper.flush()
  const unwritten = await Promise.all([log.close(), questions.close()]).then(
    () => undefined,
    (error: Error) => problem('log-unwritten', error.message, error),
  )
  failure ??= unwritten
  await note('looked')
  const state = stateOf({ failure, isStopped: signal.aborted, wasHeldUp: (log.totals.refused.stopped ?? 0) > 0 })
  if (state === 'partial') failure = heldUp(run, log.totals.refused.stopped ?? 0)
  const end = withAbsent({ state, ...(failure && { problem: failure }) }, keeper.absentSeeds())
  const looked = keeper.looked((asset) => asset.kind !== 'ip-address' || probed.has(asset.name))
  return { ...end, counts: keeper.soFar().counts, sent: sent(), looked, unresolved: keeper.unresolved() }
}

/** What was sent before a run was interrupted, and since. */
function added(before: Readonly<Record<string, number>>, since: Record<string, number>): Record<string, number> {
  const sum = { ...before }
  for (const [what, count] of Object.entries(since)) sum[what] = (sum[what] ?? 0) + count
  return sum
}

/** What shows that an address was asked and said something, or said nothing. */
const answers: ReadonlySet<ProbeRecord['outcome']> = new Set(['open', 'refused', 'timeout', 'unreachable', 'reset'])

function numbered({ outcome, ...record }: ProbeRecord) {
  return { ...record, outcome: probeOutcomes.indexOf(outcome) }
}

function stateOf({
  failure,
  isStopped,
  wasHeldUp,
}: {
  failure: Problem | undefined
  isStopped: boolean
  wasHeldUp: boolean
}): RunState {
  if (failure) return 'failed'
  if (isStopped) return 'stopped'
  return wasHeldUp ? 'partial' : 'complete'
}

/** Only what a complete run of all seeds did not see is missed. */
async function settle(
  { database }: FlowContext,
  run: RunUnderWay,
  { state, looked, unresolved }: EndedLook,
): Promise<void> {
  const isComplete = state === 'complete'
  await database.inWorkspace(run.workspaceId, async (work) => {
    if (isComplete && run.look !== 'deep') await settleLook(work, run, { assets: looked })
    else if (isComplete && run.isFull) await settleVanished(work, run, { assets: looked, unresolved })
    if (isComplete && run.isFull) await tellUnlooked(work, run)
    await notePlaces(work)
    await noteProofs(work)
    await tellObservations(work, run, { isComplete })
    await noteBaselines(work, run, { isComplete })
  })
}

/** What was seen is recorded even when somebody stops the run: reports may throw for that. */
function quietly(report: Report): Report {
  return (...said) => {
    try {
      report(...said)
    } catch {
      // Recording takes no probes, and half of it would be a wrong picture.
    }
  }
}

function isStop(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'Stopped')
}
