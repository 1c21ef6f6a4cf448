import { randomUUID } from 'node:crypto'
import { readControls } from '#assurance/controls/store'
import type { GatewayLimits } from '#assurance/monitoring'
import { type GrantedGateway, readGateways } from '#assurance/monitoring/store'
import {
  type AttemptEnd,
  type Dataset,
  evaluationOf,
  judgesOf,
  planOf,
  type RunTerms,
  readDataset,
  unitOf,
} from '#assurance/runner'
import {
  beginAttempt,
  busyOrder,
  closeInterrupted,
  datasetOfOrder,
  type EvaluationOrder,
  endAttempt,
  endOrder,
  type MeasuredJudge,
  noteSpent,
  type OrderState,
  readAttempts,
  readOrder,
  reopenOrder,
  writeOrder,
} from '#assurance/runner/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { trueRate, trueRateBounds } from '#core/statistics'
import { readDiscoverySettings } from '#exposure/surface/store'
import type { Database } from '#platform/database'
import { type Budget, type Target, type TargetLine, targetLine } from './ask-target.ts'
import { type EngineEnd, runPlan, skillOf } from './evaluation-engine.ts'
import { keepEvaluation, type TakenEvaluation } from './keep-evaluation.ts'
import { gatewayPurpose, type ProbeContext } from './probe-safeguards.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** What running needs of the installation. */
export interface RunnerContext extends ProbeContext {
  /** Pause in milliseconds; a parameter so that tests need not wait. */
  wait?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
}

/** A run as somebody orders it. */
export interface GivenOrder {
  workspaceId: string
  by: string
  /** Text of the dataset. */
  dataset: string
  gateway: string
  /** The gateway that judges are asked at. */
  judge?: string | undefined
  controlId?: string | undefined
  subjectVersion?: string | undefined
  /** What is not said is as the register limits it. */
  terms?: Partial<RunTerms> | undefined
}

/** A run at the same target is taken for under way that long after its last word. */
const BUSY_MS = 10 * 60_000
const MOST_PLANNED = 50_000

/**
 * Orders a run: nothing is sent yet. Problems: those of the dataset, `no-gateway`, `not-approved`, `no-evaluations`,
 * `no-such-control`, `no-judge`, `too-many-attempts-planned`, `already-running`.
 */
export async function orderEvaluation(
  { database, clock }: Pick<RunnerContext, 'database' | 'clock'>,
  given: GivenOrder,
  alongside: Alongside<EvaluationOrder>,
  id: string = randomUUID(),
): Promise<Result<EvaluationOrder>> {
  return database.inWorkspace(given.workspaceId, (work) => orderWith(work, clock(), given, alongside, id))
}

/** The same in the caller's transaction. */
export async function orderWith(
  work: InTransaction,
  at: string,
  given: GivenOrder,
  alongside: Alongside<EvaluationOrder>,
  id: string,
): Promise<Result<EvaluationOrder>> {
  const read = readDataset(given.dataset)
  if (!read.ok) return read
  const target = await mayAsk(work, given.gateway)
  if (!target.ok) return target
  const judge = await judgeFor(work, read.value, given.judge)
  if (!judge.ok) return judge
  const missing = await missingControl(work, read.value, given.controlId)
  if (missing !== undefined)
    return err(problem('no-such-control', `there is no control "${missing}": a register brings it (ai import)`))
  const terms = withinLimits(given.terms ?? {}, target.value.evaluations)
  const planned = planOf(read.value, terms, id).length
  if (planned > MOST_PLANNED)
    return err(
      problem('too-many-planned', `that are ${planned} attempts, and a run has at most ${MOST_PLANNED}: fewer repeats`),
    )
  const busy = await busyOrder(work, given.gateway, id, ago(at, BUSY_MS))
  if (busy !== undefined)
    return err(problem('already-running', `another run asks ${given.gateway}: follow it, or stop it first`))
  await writeOrder(work, given.workspaceId, {
    ...{ id, name: read.value.name, dataset: given.dataset, datasetDigest: read.value.digest, at },
    ...{ gatewayId: given.gateway, judgeId: given.judge ?? null, controlId: given.controlId ?? null },
    ...{ subjectVersion: given.subjectVersion ?? null, terms, orderedBy: given.by, planned },
  })
  const order = (await readOrder(work, id))!
  await alongside(work, order)
  return ok(order)
}

/** A gateway that evaluations may be run against now: the register says how much, an owner approved the address, and nobody stopped all. */
async function mayAsk(
  work: InTransaction,
  id: string,
): Promise<Result<GrantedGateway & { evaluations: GatewayLimits }>> {
  const gateway = (await readGateways(work)).find((one) => one.id === id)
  if (!gateway) return err(problem('no-gateway', `the register names no target "${id}" under gateways`))
  if (!gateway.isApproved) return err(problem('not-approved', `nobody approved that ${id} is asked at ${gateway.url}`))
  const { evaluations } = gateway
  if (!evaluations)
    return err(
      problem('no-evaluations', `the register does not say how much an evaluation may ask of ${id}: evaluations`),
    )
  if ((await readDiscoverySettings(work)).stopped !== undefined)
    return err(problem('stopped', 'all probes were stopped: an administrator can release them'))
  return ok({ ...gateway, evaluations })
}

async function judgeFor(work: InTransaction, { cases }: Dataset, judge: string | undefined): Promise<Result<unknown>> {
  const isNeeded = cases.some((one) => judgesOf(one).length > 0)
  if (!isNeeded) return ok(undefined)
  return judge === undefined
    ? err(problem('no-judge', 'the dataset has judges: say which target they are asked at'))
    : mayAsk(work, judge)
}

async function missingControl(
  work: InTransaction,
  { cases }: Dataset,
  said: string | undefined,
): Promise<string | undefined> {
  const named = new Set(cases.flatMap(({ control }) => control ?? []))
  if (said !== undefined) named.add(said)
  const known = new Set((await readControls(work)).map(({ id }) => id))
  return [...named].find((id) => !known.has(id))
}

function withinLimits(given: Partial<RunTerms>, limits: GatewayLimits): RunTerms {
  const least = (said: number | undefined, limit: number) => Math.min(said ?? limit, limit)
  return {
    ...{ repeats: given.repeats ?? 1, isVaried: given.isVaried ?? true, sequential: given.sequential },
    mostRequests: least(given.mostRequests, limits['requests-per-run']),
    mostTokens: least(given.mostTokens, limits['tokens-per-run']),
    requestsPerMinute: least(given.requestsPerMinute, limits['requests-per-minute']),
    atOnce: least(given.atOnce, limits['at-once']),
  }
}

/** What became of a run. */
export interface RanEvaluation {
  order: EvaluationOrder
  /** What was recorded; `undefined` where it was held up before it could say anything, and may go on. */
  taken: TakenEvaluation | undefined
}

/**
 * Runs what was ordered, from where an earlier process left it: no attempt is made twice. It ends recorded as any imported run,
 * or stands still where it was held up without an answer. A process that is told to end leaves it for the next one.
 * Problems: `not-found`, `interrupted`, those of the gateway.
 */
export async function runEvaluation(
  context: RunnerContext,
  { workspaceId, orderId }: { workspaceId: string; orderId: string },
  progress: (step: string, done: number, total: number, unit: string) => void,
  signal?: AbortSignal,
): Promise<Result<RanEvaluation>> {
  const { database, clock } = context
  const begun = await database.inWorkspace(workspaceId, async (work) => {
    const order = await readOrder(work, orderId)
    const text = await datasetOfOrder(work, orderId)
    if (!order || (text === undefined && order.runId === null)) return undefined
    await closeInterrupted(work, orderId, clock())
    return { order, text, ended: await readAttempts(work, orderId) }
  })
  if (!begun) return err(problem('not-found', 'there is no such run in this workspace'))
  const { order, text, ended } = begun
  if (text === undefined) return ok({ order, taken: undefined })
  const dataset = readDataset(text)
  if (!dataset.ok) return dataset
  const budget = { requests: order.terms.mostRequests - order.requests, tokens: order.terms.mostTokens - order.tokens }
  const lines = await openLines(context, workspaceId, order, budget)
  if (!lines.ok) return standStill(context, workspaceId, order, lines.error.message)
  const { target, judge, close } = lines.value
  try {
    const done = await runPlan({
      ...{ seed: orderId, dataset: dataset.value, terms: order.terms, target, judge, ended, signal },
      progress: (...how) => tell(progress, ...how),
      keeper: keeperOf(context, workspaceId, order, budget),
    })
    return await settle(context, workspaceId, { order, dataset: dataset.value, done, signal })
  } finally {
    await close()
  }
}

/** Whoever follows may have had enough: the signal says so, too, and what was asked is still recorded. */
function tell<Words extends unknown[]>(progress: (...words: Words) => void, ...words: Words): void {
  try {
    progress(...words)
  } catch {
    // The run ends by its signal.
  }
}

interface Line {
  model: string
  line: TargetLine
}

async function openLines(
  context: RunnerContext,
  workspaceId: string,
  { gatewayId, judgeId, terms, id }: EvaluationOrder,
  budget: Budget,
): Promise<Result<{ target: Line; judge: Line | undefined; close(): Promise<void> }>> {
  const open = async (gateway: string): Promise<Result<Line>> => {
    const granted = await context.database.inWorkspace(workspaceId, (work) => mayAsk(work, gateway))
    if (!granted.ok) return granted
    const made = targetOf(context, workspaceId, granted.value)
    if (!made.ok) return made
    const limit = granted.value.evaluations['requests-per-minute']
    const line = targetLine(made.value, {
      requestsPerMinute: Math.min(limit, terms.requestsPerMinute),
      ...{ budget, privateHosts: context.privateHosts, wait: context.wait },
      // Whoever takes an approval back, or stops all, is heard before the next request.
      mayAsk: () => context.database.inWorkspace(workspaceId, (work) => mayStillAsk(work, gateway, made.value.url, id)),
    })
    return ok({ model: granted.value.model, line })
  }
  const target = await open(gatewayId)
  if (!target.ok) return target
  const judge = judgeId === null ? undefined : await open(judgeId)
  if (judge && !judge.ok) {
    await target.value.line.close()
    return judge
  }
  const close = async () => {
    await target.value.line.close()
    await judge?.value.line.close()
  }
  return ok({ target: target.value, judge: judge?.value, close })
}

async function mayStillAsk(
  work: InTransaction,
  gateway: string,
  url: string,
  orderId: string,
): Promise<Result<unknown>> {
  const granted = await mayAsk(work, gateway)
  if (!granted.ok) return granted
  if (granted.value.url !== url) return err(problem('not-approved', `${gateway} is at another address by now`))
  const order = await readOrder(work, orderId)
  return order?.state === 'running' && !order.stopAsked ? ok(undefined) : err(problem('aborted', 'the run was stopped'))
}

function targetOf({ secrets }: RunnerContext, workspaceId: string, gateway: GrantedGateway): Result<Target> {
  const { url, model, header, 'timeout-seconds': timeoutSeconds } = gateway
  if (gateway.secret === null) return ok({ url, model, header, timeoutSeconds, secret: undefined })
  const secret = secrets.open(gateway.secret, gatewayPurpose(workspaceId, gateway.id))
  return secret.ok ? ok({ url, model, header, timeoutSeconds, secret: secret.value }) : secret
}

function keeperOf(
  { database, clock }: RunnerContext,
  workspaceId: string,
  { id: orderId }: EvaluationOrder,
  budget: Budget,
) {
  let noted = { ...budget }
  return {
    begin: (unit: Pick<AttemptEnd, 'key' | 'attempt'>) =>
      database.inWorkspace(workspaceId, (work) => beginAttempt(work, workspaceId, { orderId, ...unit, at: clock() })),
    end: (end: AttemptEnd) =>
      database.inWorkspace(workspaceId, async (work) => {
        const spent = { requests: noted.requests - budget.requests, tokens: noted.tokens - budget.tokens }
        noted = { ...budget }
        await endAttempt(work, orderId, end, clock())
        await noteSpent(work, orderId, spent, clock())
      }),
  }
}

interface Settled {
  order: EvaluationOrder
  dataset: Dataset
  done: EngineEnd
  signal: AbortSignal | undefined
}

/** The end of a run, recorded once: a process that died here does the same again. */
async function settle(
  { database, clock }: RunnerContext,
  workspaceId: string,
  { order, dataset, done, signal }: Settled,
): Promise<Result<RanEvaluation>> {
  const { id: orderId, gatewayId, controlId, subjectVersion } = order
  return database.inWorkspace(workspaceId, async (work) => {
    const now = await readOrder(work, orderId)
    if (!now) return err(problem('not-found', 'there is no such run in this workspace'))
    if (now.runId !== null) return ok({ order: now, taken: undefined })
    // A process that ends is no reason to end the run: the next one takes it up.
    if (signal?.aborted && !now.stopAsked)
      return err(problem('interrupted', 'the run goes on when it is taken up again'))
    const judges = measuredJudges(dataset, done)
    const measures = { judges, sequential: done.sequential ?? null }
    const isStopped = now.stopAsked || done.leftOut === 'stopped'
    const state: OrderState = isStopped
      ? 'stopped'
      : done.leftOut === undefined || done.leftOut === 'not-needed'
        ? 'done'
        : 'held-up'
    const read = evaluationOf(
      done.plan,
      done.ends,
      {
        ...{ name: order.name, target: gatewayId, targetVersion: subjectVersion ?? undefined, at: order.orderedAt },
        ...{ control: controlId ?? undefined, trust: leastSkill(done) },
      },
      isStopped ? 'stopped' : done.leftOut,
    )
    const why = isStopped ? 'somebody stopped it' : (done.why ?? null)
    if (read.run.cases.length === 0) {
      await endOrder(work, orderId, { state, at: clock(), why, runId: null, measures })
      return ok({ order: (await readOrder(work, orderId))!, taken: undefined })
    }
    const taken = await keepEvaluation(
      work,
      {
        ...{ ...read, workspaceId, id: orderId, importer: 'runner', by: order.orderedBy },
        ...{ controlId: controlId ?? undefined, subjectVersion: subjectVersion ?? undefined },
      },
      clock(),
    )
    if (!taken.ok) return taken
    await endOrder(work, orderId, { state, at: clock(), why, runId: taken.value.run, measures })
    return ok({ order: (await readOrder(work, orderId))!, taken: taken.value })
  })
}

async function standStill(
  { database, clock }: RunnerContext,
  workspaceId: string,
  { id }: EvaluationOrder,
  why: string,
): Promise<Result<RanEvaluation>> {
  return database.inWorkspace(workspaceId, async (work) => {
    await endOrder(work, id, {
      state: 'held-up',
      at: clock(),
      why,
      runId: null,
      measures: { judges: [], sequential: null },
    })
    return ok({ order: (await readOrder(work, id))!, taken: undefined })
  })
}

/** How far a pass that a judge gave is believed; `undefined` where none was asked. */
export function leastSkill({ judges }: Pick<EngineEnd, 'judges'>): number | undefined {
  return judges.length === 0 ? undefined : Math.min(...judges.map(({ counts }) => skillOf(counts)))
}

/** What each judge is worth, and the failure rate behind what it saw where it alone decided (METHODS: Rogan and Gladen). */
export function measuredJudges({ cases }: Dataset, { judges, plan, ends }: EngineEnd): MeasuredJudge[] {
  return judges.map(({ id, counts }) => {
    const own = new Set(cases.filter((one) => one.scorers.length === 1 && judgesOf(one)[0] === id).map((one) => one.id))
    const results = plan.filter(({ of }) => own.has(of.id)).flatMap((one) => ends.get(unitOf(one))?.result ?? [])
    const judged = results.filter((result) => result !== 'insufficient')
    const called = judged.filter((result) => result === 'fail').length
    return { id, ...counts, cases: judged.length, called, corrected: correctedRate(called, judged.length, counts) }
  })
}

function correctedRate(
  called: number,
  cases: number,
  counts: EngineEnd['judges'][number]['counts'],
): MeasuredJudge['corrected'] {
  if (cases === 0 || counts.failing === 0 || counts.passing === 0) return null
  const [sensitivity, specificity] = [counts.calledFailing / counts.failing, counts.calledPassing / counts.passing]
  const value = trueRate(called / cases, { sensitivity, specificity })
  if (value === undefined) return null
  const { low, high } = trueRateBounds(called, cases, counts)
  return { value, low: Math.min(low, value), high: Math.max(high, value) }
}

/** Lets a run that was stopped or held up before it was recorded go on. Problems: `not-found`, `run-over`, those of the gateway. */
export async function resumeEvaluation(
  { database, clock }: Pick<RunnerContext, 'database' | 'clock'>,
  workspaceId: string,
  orderId: string,
): Promise<Result<EvaluationOrder>> {
  return database.inWorkspace(workspaceId, (work) => resumeWith(work, clock(), orderId))
}

/** The same in the caller's transaction. */
export async function resumeWith(work: InTransaction, at: string, orderId: string): Promise<Result<EvaluationOrder>> {
  const order = await readOrder(work, orderId)
  if (!order) return err(problem('not-found', 'there is no such run in this workspace'))
  if (order.runId !== null) return err(problem('run-over', 'the run has ended and was recorded: order another one'))
  const target = await mayAsk(work, order.gatewayId)
  if (!target.ok) return target
  const busy = await busyOrder(work, order.gatewayId, orderId, ago(at, BUSY_MS))
  if (busy !== undefined)
    return err(problem('already-running', `another run asks ${order.gatewayId}: follow it, or stop it first`))
  await reopenOrder(work, orderId, at)
  return ok((await readOrder(work, orderId))!)
}

function ago(now: string, ms: number): string {
  return new Date(Date.parse(now) - ms).toISOString()
}
