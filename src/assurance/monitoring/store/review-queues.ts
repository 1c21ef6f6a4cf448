import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import type { SeededReviews } from '#core/statistics'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import {
  COUNTED_TOGETHER,
  type ReviewDecision,
  type ReviewItem,
  type ReviewQueue,
  type SeedTruth,
} from '../review-queue.ts'

type Work = Transaction<NoTables>

/** A queue with how much waits in it. */
export interface KeptQueue extends ReviewQueue {
  waiting: number
  decided: number
  /** Seeds that were not shown yet. */
  seedsLeft: number
}

/** Every queue by title, or one. */
export async function readQueues(work: Work, id?: string): Promise<KeptQueue[]> {
  const { rows } = await sql<KeptQueue>`
    select q.id, q.title, q.control_id as "controlId", q.wrong_share as "wrongShare", q.right_share as "rightShare",
      q.least_seeds as "leastSeeds",
      (select count(*)::int from review_item i where i.workspace_id = q.workspace_id and i.queue_id = q.id and decided_at is null) as waiting,
      (select count(*)::int from review_item i where i.workspace_id = q.workspace_id and i.queue_id = q.id and decided_at is not null) as decided,
      (select count(*)::int from review_seed s where s.workspace_id = q.workspace_id and s.queue_id = q.id and item_id is null) as "seedsLeft"
    from review_queue q where ${id === undefined ? sql`true` : sql`q.id = ${id}`} order by q.title, q.id`.execute(work)
  return rows
}

/** Says what a queue is. */
export async function writeQueue(work: Work, workspaceId: string, queue: ReviewQueue, now: string): Promise<void> {
  await sql`insert into review_queue (workspace_id, id, title, control_id, wrong_share, right_share, least_seeds, changed_at)
    values (${workspaceId}, ${queue.id}, ${cleanText(queue.title)}, ${queue.controlId}, ${queue.wrongShare}, ${queue.rightShare},
      ${queue.leastSeeds}, ${now})
    on conflict (workspace_id, id) do update set title = excluded.title, control_id = excluded.control_id,
      wrong_share = excluded.wrong_share, right_share = excluded.right_share, least_seeds = excluded.least_seeds,
      changed_at = excluded.changed_at`.execute(work)
}

/** Adds seeds to be shown, each once. */
export async function addSeeds(
  work: Work,
  workspaceId: string,
  queueId: string,
  seeds: readonly { title: string; body: string; truth: SeedTruth }[],
  { by, now }: { by: string; now: string },
): Promise<void> {
  const rows = seeds.map((seed) => ({ ...seed, id: randomUUID() }))
  await sql`insert into review_seed (workspace_id, id, queue_id, title, body, truth, made_by, made_at)
    select ${workspaceId}, id, ${queueId}, title, body, truth, ${by}, ${now}
    from json_to_recordset(${jsonForPostgres(rows)}::json) as r(id uuid, title text, body text, truth text)`.execute(
    work,
  )
}

/**
 * Puts real items into a queue, those that are there already left out, and seeds of these kinds among them: of each kind
 * any that was not shown, in no order. Returns how many items and seeds came in.
 */
export async function addItems(
  work: Work,
  workspaceId: string,
  queueId: string,
  items: readonly { reference: string; title: string; body: string }[],
  seeds: (added: number) => readonly SeedTruth[],
  now: string,
): Promise<{ added: number; seeded: number }> {
  await lockQueue(work, workspaceId, queueId)
  const rows = items.map((item) => ({ ...item, id: randomUUID() }))
  const { rows: fresh } = await sql<{ id: string }>`
    with given as (
      select distinct on (reference) id, reference, title, body
      from json_to_recordset(${jsonForPostgres(rows)}::json) as r(id uuid, reference text, title text, body text)
      where not exists (select 1 from review_reference k where k.queue_id = ${queueId} and k.reference = r.reference)
    ), item as (
      insert into review_item (workspace_id, id, queue_id, arrived_at, title, body)
      select ${workspaceId}, id, ${queueId}, ${now}, title, body from given returning id
    ) insert into review_reference (workspace_id, item_id, queue_id, reference)
      select ${workspaceId}, given.id, ${queueId}, given.reference from given join item on item.id = given.id
      returning item_id as id`.execute(work)
  let seeded = 0
  for (const truth of seeds(fresh.length)) seeded += await showSeed(work, workspaceId, queueId, truth, now)
  return { added: fresh.length, seeded }
}

async function showSeed(
  work: Work,
  workspaceId: string,
  queueId: string,
  truth: SeedTruth,
  now: string,
): Promise<number> {
  const id = randomUUID()
  const { rows } = await sql`
    with seed as (
      select id, title, body from review_seed
      where queue_id = ${queueId} and truth = ${truth} and item_id is null order by random() limit 1 for update skip locked
    ), item as (
      insert into review_item (workspace_id, id, queue_id, arrived_at, title, body)
      select ${workspaceId}, ${id}, ${queueId}, ${now}, title, body from seed returning id
    ) update review_seed set item_id = item.id from item, seed where review_seed.id = seed.id returning review_seed.id`.execute(
    work,
  )
  return rows.length
}

/** What waits longest, as reviewers see it; those of one moment in no order. */
export async function nextItems(work: Work, queueId: string, limit: number): Promise<ReviewItem[]> {
  const { rows } = await sql<ReviewItem>`
    select id, title, body from review_item where queue_id = ${queueId} and decided_at is null
    order by arrived_at, id limit ${limit}`.execute(work)
  return rows
}

/** Decides an item once; its words go. Returns its queue; `undefined`: there is none of that id, or it is decided. */
export async function decideItem(
  work: Work,
  id: string,
  { decision, by, now }: { decision: ReviewDecision; by: string; now: string },
): Promise<string | undefined> {
  const { rows } = await sql<{ queueId: string }>`
    update review_item set decided_at = ${now}, decided_by = ${by}, decision = ${decision}, body = ''
    where id = ${id} and decided_at is null returning queue_id as "queueId"`.execute(work)
  return rows[0]?.queueId
}

/** Whether there is an item of that id. */
export async function hasItem(work: Work, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from review_item where id = ${id}`.execute(work)
  return rows.length > 0
}

/** One at a time: items come in once, and outcomes count once. */
async function lockQueue(work: Work, workspaceId: string, queueId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`review queue:${workspaceId}:${queueId}`}, 0))`.execute(
    work,
  )
}

/** How seeded items ended that count from now on. */
export interface NewlyCounted extends SeededReviews {
  counted: number
}

/**
 * Counts decided seeds, once there are enough of them to be counted together. Whoever made a seed knows its answer: what
 * they decided of it is counted never.
 */
export async function countSeeds(work: Work, workspaceId: string, queueId: string, now: string): Promise<NewlyCounted> {
  await lockQueue(work, workspaceId, queueId)
  const { rows } = await sql<{ truth: SeedTruth; decision: ReviewDecision }>`
    with ready as (
      select s.id, s.truth, i.decision from review_seed s join review_item i on i.workspace_id = s.workspace_id and i.id = s.item_id
      where s.queue_id = ${queueId} and s.counted_at is null and i.decided_at is not null and i.decided_by <> s.made_by
    ) update review_seed set counted_at = ${now} from ready
      where review_seed.id = ready.id and review_seed.counted_at is null and (select count(*) from ready) >= ${COUNTED_TOGETHER}
      returning ready.truth, ready.decision`.execute(work)
  return { counted: rows.length, ...outcomesOf(rows) }
}

function outcomesOf(rows: readonly { truth: SeedTruth; decision: ReviewDecision }[]): SeededReviews {
  const count = (truth: SeedTruth, decision: ReviewDecision) =>
    rows.filter((row) => row.truth === truth && row.decision === decision).length
  return {
    ...{ hits: count('wrong', 'stop'), misses: count('wrong', 'pass') },
    ...{ falseAlarms: count('right', 'stop'), correctRejections: count('right', 'pass') },
  }
}

/** Outcomes of the seeds that count, by who decided. */
export async function countedOutcomes(work: Work, queueId: string): Promise<Map<string, SeededReviews>> {
  const { rows } = await sql<{ by: string; truth: SeedTruth; decision: ReviewDecision }>`
    select i.decided_by as by, s.truth, i.decision from review_seed s
    join review_item i on i.workspace_id = s.workspace_id and i.id = s.item_id
    where s.queue_id = ${queueId} and s.counted_at is not null`.execute(work)
  return new Map([...Map.groupBy(rows, ({ by }) => by)].map(([by, own]) => [by, outcomesOf(own)]))
}

/** A decision about a real item, for the system that waits for it. */
export interface ReviewedReference {
  reference: string
  decision: ReviewDecision
  decidedAt: string
  decidedBy: string
}

/** Decisions about real items, newest first. Seeded items are in none. */
export async function decisionsOf(work: Work, queueId: string, limit: number): Promise<ReviewedReference[]> {
  const { rows } = await sql<ReviewedReference>`
    select r.reference, i.decision, to_char(i.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "decidedAt",
      i.decided_by as "decidedBy"
    from review_reference r join review_item i on i.workspace_id = r.workspace_id and i.id = r.item_id
    where r.queue_id = ${queueId} and i.decided_at is not null order by i.decided_at desc, r.reference limit ${limit}`.execute(
    work,
  )
  return rows
}
