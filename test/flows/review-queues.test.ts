import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import { seededRandom } from '#core/statistics'
import { assessControls } from '#flows/assurance'
import {
  decide,
  itemsToReview,
  readReviewQueues,
  reviewedReferences,
  reviewersOf,
  sayQueue,
  seedQueue,
  takeItems,
} from '#flows/review-queues'
import { takeRegister } from '#flows/take-register'
import { DEFAULT_WORKSPACE as workspaceId } from '#platform/database'
import { type TestDatabase, testDatabase } from '../support/database.ts'

let testing: TestDatabase
const register = `ai-register: 1
controls:
  - { id: careful, name: Careful review, claim: stops what is wrong }
  - { id: stamp, name: Quick review, claim: stops what is wrong }
`
beforeAll(async () => {
  testing = await testDatabase()
  await takeRegister(context(), { workspaceId, text: register }, nothing)
})
afterAll(() => testing?.drop())

const nothing = async () => {}
const context = () => ({ database: testing.database, clock: () => '2026-08-01T06:00:00.000Z' as Instant })
const by = (name: string) => ({ workspaceId, by: name })

/** A queue of 180 items in which each of 20 wrong and 20 right ones was put among them. */
async function seededQueue(id: string, controlId: string) {
  const queue = { id, title: id, controlId, wrongShare: 0.5, rightShare: 0.5, leastSeeds: 20 }
  expect(await sayQueue(context(), workspaceId, queue, nothing)).toMatchObject({ ok: true })
  const seeds = (['wrong', 'right'] as const).flatMap((truth) =>
    Array.from({ length: 20 }, (_, n) => ({ title: `Refund ${truth} ${n}`, body: 'words', truth })),
  )
  expect(await seedQueue(context(), by('owner'), id, seeds, nothing)).toMatchObject({ ok: true })
  const items = Array.from({ length: 180 }, (_, n) => ({
    reference: `order-${n}`,
    title: `Refund real ${n}`,
    body: 'words',
  }))
  const random = seededRandom(11)
  const taken = await takeItems({ ...context(), random }, workspaceId, id, items, nothing)
  expect(taken).toEqual({ ok: true, value: { added: 180 } })
}

/** Decides all that waits by title. */
async function review(id: string, who: string, stops: (title: string) => boolean) {
  const seen: object[] = []
  for (;;) {
    const found = await itemsToReview(context(), workspaceId, id)
    if (!found.ok) throw new Error(found.error.message)
    if (found.value.items.length === 0) return seen
    for (const item of found.value.items) {
      seen.push(item)
      const decision = stops(item.title) ? 'stop' : 'pass'
      expect(await decide(context(), by(who), { itemId: item.id, decision }, nothing)).toMatchObject({ ok: true })
    }
  }
}

const read = async (id: string) => (await readReviewQueues(context(), workspaceId, id))[0]!
const control = async (id: string) => (await assessControls(context(), workspaceId, [id]))[0]!.assessment

it('a rubber-stamper is found with 20 seeds among 220 items, and the barrier is credited nothing for it', async () => {
  await seededQueue('quick', 'stamp')
  await review('quick', 'sam', (title) => title === 'Refund wrong 3')
  const { seeded, reading, waiting, decided, seedsLeft } = await read('quick')
  expect({ waiting, decided, seedsLeft }).toEqual({ waiting: 0, decided: 220, seedsLeft: 0 })
  expect(seeded).toEqual({ hits: 1, misses: 19, falseAlarms: 0, correctRejections: 20 })
  expect(reading).toMatchObject({ verdict: 'rubber-stamping', catchRate: { value: 0.05 } })
  expect(reading.failureBound).toBeGreaterThan(0.99)
  const { efficacy, failure } = await control('stamp')
  expect(efficacy).toMatchObject({ passes: 1, failures: 19 })
  expect(failure).toBe(1)
})

it('a careful reviewer is not taken for one, and the efficacy of the barrier comes from the seeds', async () => {
  await seededQueue('slow', 'careful')
  await review('slow', 'ada', (title) => /wrong/.test(title) && title !== 'Refund wrong 3')
  const { reading } = await read('slow')
  expect(reading).toMatchObject({ verdict: 'good', catchRate: { value: 0.95 } })
  expect(reading.sensitivity).toBeGreaterThan(2)
  const { efficacy, liveness, coverage } = await control('careful')
  expect(efficacy).toMatchObject({ passes: 19, failures: 1 })
  expect(efficacy!.lower).toBeGreaterThan(0.7)
  expect(liveness.state).toBe('live')
  // How much goes through the queue at all, it does not know.
  expect(coverage).toBeUndefined()
})

it('nothing that a reviewer sees tells which item is seeded, and its words are gone once it is decided', async () => {
  await seededQueue('blind', 'careful')
  const seen = await review('blind', 'ada', () => false)
  expect(seen).toHaveLength(220)
  expect(new Set(seen.map((item) => Object.keys(item).sort().join()))).toEqual(new Set(['body,id,title']))
  // The items' own rows are alike, too: whatever differs lies elsewhere.
  const rows = await testing.database.inWorkspace(workspaceId, (work) =>
    sql<{ seeded: boolean; shape: string }>`
      select exists (select 1 from review_seed s where s.item_id = i.id) as seeded,
        concat_ws(' ', arrived_at, length(body), decision, decided_by) as shape from review_item i where queue_id = 'blind'`.execute(
      work,
    ),
  )
  const shapes = (seeded: boolean) =>
    new Set(rows.rows.filter((row) => row.seeded === seeded).map(({ shape }) => shape))
  expect(shapes(true)).toEqual(shapes(false))
  // Where they stand tells nothing: seeds lie in both halves, and not only next to each other.
  const places = seen.flatMap((item, place) => (/real/.test((item as { title: string }).title) ? [] : [place]))
  expect(places.filter((place) => place < 110).length).toBeGreaterThan(5)
  expect(places.filter((place) => place >= 110).length).toBeGreaterThan(5)
  const decisions = await reviewedReferences(context(), workspaceId, 'blind', 1_000)
  expect(decisions.ok && decisions.value.length).toBe(180)
  // Nor does the evidence, which everybody reads, say whose decision was the last that was counted.
  const recorders = await testing.database.inWorkspace(workspaceId, (work) =>
    sql<{
      by: string
    }>`select distinct recorded_by as by from evidence_detail where source = 'review queue blind'`.execute(work),
  )
  expect(recorders.rows).toEqual([{ by: 'Lunette' }])
})

it('outcomes count together: one alone would tell which item it was', async () => {
  await seededQueue('few', 'careful')
  const entries = async () => (await control('careful')).efficacy!.passes
  const before = await entries()
  const found = await itemsToReview(context(), workspaceId, 'few')
  const steps: number[] = []
  let counted = 0
  for (let round = 0; round < 11 && found.ok; round++) {
    const next = await itemsToReview(context(), workspaceId, 'few')
    if (!next.ok) throw new Error('no items')
    for (const { id } of next.value.items) {
      await decide(context(), by('ada'), { itemId: id, decision: 'stop' }, nothing)
      const { seeded } = await read('few')
      const now = seeded.hits + seeded.misses + seeded.falseAlarms + seeded.correctRejections
      if (now !== counted) steps.push(now - counted)
      counted = now
    }
  }
  expect(steps.length).toBeGreaterThan(2)
  expect(Math.min(...steps)).toBeGreaterThanOrEqual(5)
  expect(await entries()).toBeGreaterThan(before)
})

it('outcomes count once, also where many decide at the same time', async () => {
  const sums = async () => {
    const { efficacy } = await control('stamp')
    return (efficacy?.passes ?? 0) + (efficacy?.failures ?? 0)
  }
  const before = await sums()
  await seededQueue('busy', 'stamp')
  for (;;) {
    const found = await itemsToReview(context(), workspaceId, 'busy')
    if (!found.ok || found.value.items.length === 0) break
    await Promise.all(
      found.value.items.map(({ id }, place) =>
        decide(context(), by(`reviewer ${place % 3}`), { itemId: id, decision: 'stop' }, nothing),
      ),
    )
  }
  const { seeded } = await read('busy')
  expect(seeded.hits).toBeGreaterThan(10)
  expect((await sums()) - before).toBe(seeded.hits + seeded.misses)
})

it('whoever made a seed knows its answer: what they decide of it counts never', async () => {
  await seededQueue('own', 'careful')
  await review('own', 'owner', () => true)
  expect((await read('own')).seeded).toEqual({ hits: 0, misses: 0, falseAlarms: 0, correctRejections: 0 })
})

it('single people are shown only once they met enough, and an item is decided once', async () => {
  const found = await reviewersOf(context(), workspaceId, 'slow')
  expect(found).toMatchObject({ ok: true, value: { reviewers: [{ name: 'ada' }], tooFew: 0 } })
  await sayQueue(
    context(),
    workspaceId,
    { id: 'slow', title: 'slow', controlId: 'careful', wrongShare: 0.5, rightShare: 0.5, leastSeeds: 50 },
    nothing,
  )
  expect(await reviewersOf(context(), workspaceId, 'slow')).toMatchObject({ value: { reviewers: [], tooFew: 1 } })
  await takeItems(context(), workspaceId, 'slow', [{ reference: 'again', title: 'one', body: '' }], nothing)
  expect(
    await takeItems(context(), workspaceId, 'slow', [{ reference: 'again', title: 'one', body: '' }], nothing),
  ).toMatchObject({ value: { added: 0 } })
  const next = await itemsToReview(context(), workspaceId, 'slow')
  const itemId = next.ok ? next.value.items[0]!.id : ''
  const both = await Promise.all(
    ['ada', 'bob'].map((name) => decide(context(), by(name), { itemId, decision: 'pass' }, nothing)),
  )
  expect(both.filter(({ ok }) => ok)).toHaveLength(1)
  expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'already-decided' } })
})
