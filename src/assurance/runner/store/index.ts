import { sql, type Transaction } from 'kysely'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { AttemptEnd, RunTerms, SequentialStanding } from '../plan.ts'

type Work = Transaction<NoTables>

export type OrderState = 'running' | 'done' | 'stopped' | 'held-up'

/** What was measured of a judge, and what that makes of the rate it saw. */
export interface MeasuredJudge {
  id: string
  failing: number
  calledFailing: number
  passing: number
  calledPassing: number
  /** Cases that only it decided, and how many of them it called failed. */
  cases: number
  called: number
  /** The rate behind that, corrected for its error; null: nothing follows. */
  corrected: { value: number; low: number; high: number } | null
}

export interface OrderMeasures {
  judges: MeasuredJudge[]
  sequential: SequentialStanding | null
}

/** A run as it was ordered, and how far it is. */
export interface EvaluationOrder {
  id: string
  name: string
  datasetDigest: string
  gatewayId: string
  judgeId: string | null
  controlId: string | null
  subjectVersion: string | null
  terms: RunTerms
  orderedAt: string
  orderedBy: string
  state: OrderState
  stopAsked: boolean
  beatAt: string
  endedAt: string | null
  why: string | null
  planned: number
  /** Attempts that have ended. */
  made: number
  requests: number
  tokens: number
  runId: string | null
  measures: OrderMeasures | null
}

type NewOrder = Pick<
  EvaluationOrder,
  | 'id'
  | 'name'
  | 'datasetDigest'
  | 'gatewayId'
  | 'judgeId'
  | 'controlId'
  | 'subjectVersion'
  | 'terms'
  | 'orderedBy'
  | 'planned'
> & { dataset: string; at: string }

export async function writeOrder(work: Work, workspaceId: string, order: NewOrder): Promise<void> {
  await sql`insert into evaluation_order (workspace_id, id, name, dataset, dataset_digest, gateway_id, judge_id, control_id,
      subject_version, terms, ordered_at, ordered_by, state, beat_at, planned)
    values (${workspaceId}, ${order.id}, ${cleanText(order.name)}, ${order.dataset.replaceAll('\0', '')}, ${order.datasetDigest},
      ${order.gatewayId}, ${order.judgeId}, ${order.controlId}, ${order.subjectVersion}, ${jsonForPostgres(order.terms)},
      ${order.at}, ${order.orderedBy}, 'running', ${order.at}, ${order.planned})`.execute(work)
}

interface Row extends Omit<EvaluationOrder, 'orderedAt' | 'beatAt' | 'endedAt' | 'tokens'> {
  orderedAt: Date
  beatAt: Date
  endedAt: Date | null
  tokens: string | number
}

const columns = sql`o.id, o.name, o.dataset_digest as "datasetDigest", o.gateway_id as "gatewayId", o.judge_id as "judgeId",
  o.control_id as "controlId", o.subject_version as "subjectVersion", o.terms, o.ordered_at as "orderedAt",
  o.ordered_by as "orderedBy", o.state, o.stop_asked as "stopAsked", o.beat_at as "beatAt", o.ended_at as "endedAt", o.why,
  o.planned, o.requests, o.tokens, o.run_id as "runId", o.measures,
  (select count(*)::int from evaluation_attempt a where a.workspace_id = o.workspace_id and a.order_id = o.id
    and a.ended_at is not null and a.key not like ${`\u0001%`}) as made`

function orderOf({ orderedAt, beatAt, endedAt, tokens, ...row }: Row): EvaluationOrder {
  const times = { orderedAt: orderedAt.toISOString(), beatAt: beatAt.toISOString() }
  return { ...row, ...times, endedAt: endedAt?.toISOString() ?? null, tokens: Number(tokens) }
}

/** The newest first. */
export async function listOrders(work: Work, limit: number): Promise<EvaluationOrder[]> {
  const { rows } =
    await sql<Row>`select ${columns} from evaluation_order o order by o.ordered_at desc, o.id limit ${limit}`.execute(
      work,
    )
  return rows.map(orderOf)
}

export async function readOrder(work: Work, id: string): Promise<EvaluationOrder | undefined> {
  const { rows } = await sql<Row>`select ${columns} from evaluation_order o where o.id = ${id}`.execute(work)
  return rows[0] && orderOf(rows[0])
}

/** The dataset of a run that has not ended. */
export async function datasetOfOrder(work: Work, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ dataset: string | null }>`select dataset from evaluation_order where id = ${id}`.execute(
    work,
  )
  return rows[0]?.dataset ?? undefined
}

/** Notes that an attempt begins; false where it has begun before, or its run goes on no more. */
export async function beginAttempt(
  work: Work,
  workspaceId: string,
  { orderId, key, attempt, at }: Pick<AttemptEnd, 'key' | 'attempt'> & { orderId: string; at: string },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into evaluation_attempt (workspace_id, order_id, key, attempt, begun_at)
    select ${workspaceId}, id, ${key}, ${attempt}, ${at} from evaluation_order
      where id = ${orderId} and state = 'running' and not stop_asked
    on conflict do nothing`.execute(work)
  return numAffectedRows === 1n
}

/** Notes how an attempt ended. What has ended stays as it is. */
export async function endAttempt(work: Work, orderId: string, end: AttemptEnd, at: string): Promise<void> {
  await sql`update evaluation_attempt set ended_at = ${at}, result = ${end.result},
      note = ${end.note === null ? null : cleanText(end.note).slice(0, 300)}, is_judged = ${end.isJudged}
    where order_id = ${orderId} and key = ${end.key} and attempt = ${end.attempt} and ended_at is null`.execute(work)
}

/** Notes what was spent, and that somebody is at it. */
export async function noteSpent(
  work: Work,
  orderId: string,
  spent: { requests: number; tokens: number },
  at: string,
): Promise<void> {
  await sql`update evaluation_order set requests = requests + ${spent.requests}, tokens = tokens + ${spent.tokens}, beat_at = ${at}
    where id = ${orderId}`.execute(work)
}

/** Attempts that had begun when their process ended: nobody knows what came of them, and they are not made again. */
export async function closeInterrupted(work: Work, orderId: string, at: string): Promise<void> {
  await sql`update evaluation_attempt set ended_at = ${at}, result = 'insufficient', note = 'error: interrupted'
    where order_id = ${orderId} and ended_at is null`.execute(work)
}

export async function readAttempts(work: Work, orderId: string): Promise<AttemptEnd[]> {
  const { rows } =
    await sql<AttemptEnd>`select key, attempt, result, note, is_judged as "isJudged" from evaluation_attempt
    where order_id = ${orderId} and ended_at is not null`.execute(work)
  return rows
}

/** Notes that somebody wants it stopped. Attempts under way are let go of. */
export async function askStop(work: Work, orderId: string): Promise<void> {
  await sql`update evaluation_order set stop_asked = true where id = ${orderId} and state = 'running'`.execute(work)
}

/** Lets a run that was stopped or held up go on; false where it did not stand still. */
export async function reopenOrder(work: Work, orderId: string, at: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update evaluation_order set state = 'running', stop_asked = false, why = null, beat_at = ${at}
    where id = ${orderId} and run_id is null and dataset is not null`.execute(work)
  return numAffectedRows === 1n
}

/** Notes the end of a run; its attempts and its dataset are let go of, for the run that came of it has what is kept. */
export async function endOrder(
  work: Work,
  orderId: string,
  end: { state: OrderState; at: string; why: string | null; runId: string | null; measures: OrderMeasures },
): Promise<void> {
  const isOver = end.runId !== null
  await sql`update evaluation_order set state = ${end.state}, ended_at = ${end.at}, why = ${end.why}, run_id = ${end.runId},
      measures = ${jsonForPostgres(end.measures)}, dataset = case when ${isOver} then null else dataset end
    where id = ${orderId}`.execute(work)
}

/** Another run at the same target that somebody is at. */
export async function busyOrder(
  work: Work,
  gatewayId: string,
  except: string,
  since: string,
): Promise<string | undefined> {
  const { rows } = await sql<{
    id: string
  }>`select id from evaluation_order where gateway_id = ${gatewayId} and id <> ${except}
    and state = 'running' and not stop_asked and beat_at > ${since}::timestamptz limit 1`.execute(work)
  return rows[0]?.id
}
