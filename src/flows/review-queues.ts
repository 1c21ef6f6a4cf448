import { readControls } from '#assurance/controls/store'
import type { Evidence } from '#assurance/evidence'
import { appendEvidence } from '#assurance/evidence/store'
import { type ReviewDecision, type ReviewItem, type ReviewQueue, type SeedTruth, seedsFor } from '#assurance/monitoring'
import {
  addItems,
  addSeeds,
  countedOutcomes,
  countSeeds,
  decideItem,
  decisionsOf,
  hasItem,
  type KeptQueue,
  type NewlyCounted,
  nextItems,
  type ReviewedReference,
  readQueues,
  writeQueue,
} from '#assurance/monitoring/store'
import { err, ok, problem, type Result } from '#core/kernel'
import { type ReviewReading, readReviews, type SeededReviews } from '#core/statistics'
import type { Database } from '#platform/database'
import type { FlowContext } from './context.ts'

type QueueContext = Pick<FlowContext, 'database' | 'clock'>
type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]
type Alongside<Done> = (work: InTransaction, done: Done) => Promise<void>

/** A queue with what its seeds tell of all its reviewers together. */
export interface CalibratedQueue extends KeptQueue {
  seeded: SeededReviews
  reading: ReviewReading
}

/** Every queue with what its seeds tell, or one. */
export async function readReviewQueues(
  { database }: Pick<QueueContext, 'database'>,
  workspaceId: string,
  id?: string,
): Promise<CalibratedQueue[]> {
  return database.inWorkspace(workspaceId, async (work) => {
    const found: CalibratedQueue[] = []
    for (const queue of await readQueues(work, id)) {
      const seeded = together([...(await countedOutcomes(work, queue.id)).values()])
      found.push({ ...queue, seeded, reading: readReviews(seeded, queue.leastSeeds) })
    }
    return found
  })
}

function together(all: readonly SeededReviews[]): SeededReviews {
  const sum = (key: keyof SeededReviews) => all.reduce((total, one) => total + one[key], 0)
  return {
    ...{ hits: sum('hits'), misses: sum('misses') },
    ...{ falseAlarms: sum('falseAlarms'), correctRejections: sum('correctRejections') },
  }
}

/** What seeds tell of single people: of those alone who met enough of them. */
export async function reviewersOf(
  { database }: Pick<QueueContext, 'database'>,
  workspaceId: string,
  id: string,
): Promise<Result<{ reviewers: { name: string; seeded: SeededReviews; reading: ReviewReading }[]; tooFew: number }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const [queue] = await readQueues(work, id)
    if (!queue) return err(noQueue(id))
    const all = [...(await countedOutcomes(work, id))].map(([name, seeded]) => ({
      ...{ name, seeded, reading: readReviews(seeded, queue.leastSeeds) },
    }))
    const enough = all.filter(({ reading }) => reading.verdict !== 'too-few')
    return ok({
      reviewers: enough.toSorted((a, b) => a.name.localeCompare(b.name)),
      tooFew: all.length - enough.length,
    })
  })
}

/** Says what a queue is. Problem: `no-such-control`. */
export async function sayQueue(
  { database, clock }: QueueContext,
  workspaceId: string,
  queue: ReviewQueue,
  alongside: Alongside<ReviewQueue>,
): Promise<Result<{ id: string }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    if ((await readControls(work, [queue.controlId])).length === 0)
      return err(problem('no-such-control', `there is no control "${queue.controlId}"`))
    await writeQueue(work, workspaceId, queue, clock())
    await alongside(work, queue)
    return ok({ id: queue.id })
  })
}

/** Adds items whose answer is known. Problem: `not-found`. */
export async function seedQueue(
  { database, clock }: QueueContext,
  { workspaceId, by }: { workspaceId: string; by: string },
  queueId: string,
  seeds: readonly { title: string; body: string; truth: SeedTruth }[],
  alongside: Alongside<{ seeds: number }>,
): Promise<Result<{ seeds: number }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    if ((await readQueues(work, queueId)).length === 0) return err(noQueue(queueId))
    await addSeeds(work, workspaceId, queueId, seeds, { by, now: clock() })
    await alongside(work, { seeds: seeds.length })
    return ok({ seeds: seeds.length })
  })
}

/**
 * Takes in what is to be reviewed; seeded items come along. How many of those, nobody is told. Problem: `not-found`.
 * @param random numbers from 0 to 1
 */
export async function takeItems(
  { database, clock, random = Math.random }: QueueContext & { random?: () => number },
  workspaceId: string,
  queueId: string,
  items: readonly { reference: string; title: string; body: string }[],
  alongside: Alongside<{ added: number }>,
): Promise<Result<{ added: number }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const [queue] = await readQueues(work, queueId)
    if (!queue) return err(noQueue(queueId))
    const seeds = (added: number) => seedsFor(added, queue, random)
    const { added } = await addItems(work, workspaceId, queueId, items, seeds, clock())
    await alongside(work, { added })
    return ok({ added })
  })
}

const MOST_NEXT = 20

/** What waits longest in a queue. Problem: `not-found`. */
export async function itemsToReview(
  { database }: Pick<QueueContext, 'database'>,
  workspaceId: string,
  queueId: string,
): Promise<Result<{ items: ReviewItem[]; waiting: number }>> {
  return database.inWorkspace(workspaceId, async (work) => {
    const [queue] = await readQueues(work, queueId)
    if (!queue) return err(noQueue(queueId))
    return ok({ items: await nextItems(work, queueId, MOST_NEXT), waiting: queue.waiting })
  })
}

/**
 * Decides an item. Once enough seeded ones are decided they become evidence of the control together: each wrong one that was
 * stopped is a pass, each that was let through a failure. Problems: `not-found`, `already-decided`.
 */
export async function decide(
  { database, clock }: QueueContext,
  { workspaceId, by }: { workspaceId: string; by: string },
  { itemId, decision }: { itemId: string; decision: ReviewDecision },
  alongside: Alongside<{ queueId: string }>,
): Promise<Result<{ queueId: string }>> {
  const now = clock()
  return database.inWorkspace(workspaceId, async (work) => {
    const queueId = await decideItem(work, itemId, { decision, by, now })
    if (queueId === undefined)
      return err(
        (await hasItem(work, itemId))
          ? problem('already-decided', 'somebody decided it before')
          : problem('not-found', 'there is no such item in this workspace'),
      )
    const counted = await countSeeds(work, workspaceId, queueId, now)
    const [queue] = await readQueues(work, queueId)
    if (counted.counted > 0 && queue)
      await appendEvidence(work, workspaceId, await evidenceOf(work, queue, counted, now), now, COUNTED_BY)
    await alongside(work, { queueId })
    return ok({ queueId })
  })
}

/** Several decisions are counted at a time: whose was the last is nobody's to see. */
const COUNTED_BY = 'Lunette'

async function evidenceOf(
  work: InTransaction,
  { id, controlId }: KeptQueue,
  { hits, misses }: NewlyCounted,
  at: string,
): Promise<Evidence[]> {
  const [control] = await readControls(work, [controlId])
  const about = {
    ...{ controlId, kind: 'probe' as const, source: `review queue ${id}`, at, weight: 1, note: null },
    subjectVersion: control?.version ?? null,
  }
  const piece = (aspect: Evidence['aspect'], result: Evidence['result'], demands: number): Evidence[] =>
    demands === 0 ? [] : [{ ...about, aspect, result, demands }]
  return [
    ...piece('efficacy', 'pass', hits),
    ...piece('efficacy', 'fail', misses),
    // Whoever stops one looks at them. That all of several were let through shows that nobody does.
    ...piece('liveness', 'pass', Math.min(1, hits)),
    ...piece('liveness', 'fail', hits === 0 && misses >= NOBODY_LOOKS ? 1 : 0),
  ]
}

const NOBODY_LOOKS = 3

/** Decisions about real items, for the system that waits for them. Problem: `not-found`. */
export async function reviewedReferences(
  { database }: Pick<QueueContext, 'database'>,
  workspaceId: string,
  queueId: string,
  limit: number,
): Promise<Result<ReviewedReference[]>> {
  return database.inWorkspace(workspaceId, async (work) => {
    if ((await readQueues(work, queueId)).length === 0) return err(noQueue(queueId))
    return ok(await decisionsOf(work, queueId, limit))
  })
}

function noQueue(id: string) {
  return problem('not-found', `there is no review queue "${id}"`)
}
