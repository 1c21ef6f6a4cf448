import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, type Problem, problem, type Result } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'

/** Longer than any one delivery may take: who is silent for so long has died. */
const HOLD_SECONDS = 120

/** A notice on its way to one target. */
export interface DueDelivery {
  id: string
  noticeId: string
  kind: string
  at: Instant
  detail: unknown
  /** How often it was tried before. */
  attempts: number
  workspaceName: string
}

/** True while something waits whose time has come, for a target that is not paused. */
export async function hasDueDeliveries(database: Database, workspaceId: string, now: Instant): Promise<boolean> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql`select t.id from notifier_target t where ${isDue(now)} limit 1`.execute(work),
  )
  return rows.length > 0
}

/** Only the oldest counts: what comes after it waits, so that order is kept. */
const isDue = (now: Instant) => sql`not t.paused and (t.held_until is null or t.held_until < ${now}) and (
  select d.next_at <= ${now} from delivery d where d.target_id = t.id and d.state = 'waiting' order by d.id limit 1)`

/** Takes a target with something to deliver, so that nobody else delivers to it meanwhile. */
export async function holdTarget(
  database: Database,
  workspaceId: string,
  holder: string,
  now: Instant,
): Promise<string | undefined> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ id: string }>`update notifier_target set holder = ${holder},
        held_until = ${now}::timestamptz + make_interval(secs => ${HOLD_SECONDS})
      where id = (select t.id from notifier_target t where ${isDue(now)} order by random() limit 1 for update skip locked)
      returning id`.execute(work),
  )
  return rows[0]?.id
}

export async function releaseTarget(
  database: Database,
  workspaceId: string,
  target: string,
  holder: string,
): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`update notifier_target set holder = null, held_until = null where id = ${target} and holder = ${holder}`.execute(
      work,
    ),
  )
}

/** The next delivery of a target that is held, and the hold made longer; nothing when it is paused, lost or has nothing due. */
export async function nextDelivery(
  database: Database,
  workspaceId: string,
  held: { target: string; holder: string },
  now: Instant,
): Promise<DueDelivery | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const kept =
      await sql`update notifier_target set held_until = ${now}::timestamptz + make_interval(secs => ${HOLD_SECONDS})
      where id = ${held.target} and holder = ${held.holder} and not paused`.execute(work)
    if (kept.numAffectedRows !== 1n) return undefined
    const { rows } = await sql<DueDelivery & { due: boolean }>`
      select d.id, d.notice_id as "noticeId", n.kind, instant_text(n.at) as at, n.detail, d.attempts,
        w.name as "workspaceName", d.next_at <= ${now} as due
      from delivery d join notice n on n.id = d.notice_id join workspace w on w.id = d.workspace_id
      where d.target_id = ${held.target} and d.state = 'waiting' order by d.id limit 1`.execute(work)
    return rows[0]?.due ? rows[0] : undefined
  })
}

export async function noteDelivered(
  database: Database,
  workspaceId: string,
  delivery: string,
  { now, reference }: { now: Instant; reference: string | undefined },
): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`update delivery set state = 'delivered', attempts = attempts + 1, last_error = null, tried_at = ${now},
      reference = ${reference ?? null} where id = ${delivery}`.execute(work),
  )
}

/** @param pauseMs until the next try; left out when it is given up. */
export async function noteFailed(
  database: Database,
  workspaceId: string,
  delivery: string,
  { error, pauseMs, now }: { error: Problem; pauseMs: number | undefined; now: Instant },
): Promise<void> {
  const shown = JSON.stringify({ code: error.code, message: error.message.slice(0, 500) })
  const next = new Date(Date.parse(now) + (pauseMs ?? 0)).toISOString()
  await database.inWorkspace(workspaceId, (work) =>
    sql`update delivery set state = ${pauseMs === undefined ? 'dead' : 'waiting'}, attempts = attempts + 1,
      last_error = ${shown}, tried_at = ${now}, next_at = ${next} where id = ${delivery}`.execute(work),
  )
}

/** Puts a delivery that was given up, or that waits for its next try, at once on its way. Problem `not-found`. */
export async function retryDelivery(
  work: Transaction<NoTables>,
  delivery: string,
  now: Instant,
): Promise<Result<{ target: string }>> {
  const { rows } = await sql<{ target: string }>`update delivery set state = 'waiting', next_at = ${now},
      attempts = case when state = 'dead' then 0 else attempts end
    where id = ${delivery} and state <> 'delivered' returning target_id as target`.execute(work)
  return rows[0] ? ok(rows[0]) : err(problem('not-found', 'there is no such delivery, or it arrived already'))
}

/** Puts all that was given up or waits for its next try on its way. @returns how many. */
export async function retryDeliveries(work: Transaction<NoTables>, now: Instant): Promise<number> {
  const { numAffectedRows } = await sql`update delivery set state = 'waiting', next_at = ${now},
      attempts = case when state = 'dead' then 0 else attempts end
    where state = 'dead' or (state = 'waiting' and attempts > 0)`.execute(work)
  return Number(numAffectedRows ?? 0)
}

/** Forgets notices of before `until` that wait for nobody any more. */
export async function forgetNotices(database: Database, workspaceId: string, until: Instant): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`delete from notice n where n.at < ${until} and not exists (
      select from delivery d where d.notice_id = n.id and d.state = 'waiting')`.execute(work),
  )
}
