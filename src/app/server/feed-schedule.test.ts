import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { emptyOutcome, type Instant, ok } from '#core/kernel'
import { beginFeedRun, endFeedRun, feedStates, registerFeeds } from '#exposure/knowledge/store'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { FeedSchedule } from './feed-schedule.ts'
import { JobBoard } from './jobs.ts'
import type { ServerFlows } from './types.ts'
import { workersOf } from './workers.ts'

const start = '2026-08-10T00:00:00.000Z'
const hours = (count: number) => new Date(Date.parse(start) + count * 3_600_000).toISOString() as Instant
const log = { info() {}, warn() {}, error() {} }
let test: TestDatabase
let now: Instant
let refreshed: string[][]

beforeAll(async () => {
  test = await testDatabase()
}, 60_000)
afterAll(() => test.drop())
beforeEach(async () => {
  await test.database.instance.deleteFrom('feed' as never).execute()
  await registerFeeds(test.database, [
    { id: 'daily', name: 'Daily', intervalHours: 24 },
    { id: 'never', name: 'Never read', intervalHours: 1 },
  ])
  now = hours(0)
  refreshed = []
})

/** A server that notes which feeds it was told to refresh. */
function server(): { schedule: FeedSchedule; jobs: JobBoard } {
  const flows = {
    async refreshFeeds({ feeds = [] }: { feeds?: readonly string[] }) {
      refreshed.push([...feeds])
      return ok({ summary: 'done' })
    },
  } as unknown as ServerFlows
  const parts = { database: test.database, clock: () => now, log }
  const jobs = new JobBoard({ ...parts, workers: workersOf(flows) })
  return { jobs, schedule: new FeedSchedule({ ...parts, jobs }) }
}

async function run(status: 'complete' | 'failed'): Promise<void> {
  const runId = await beginFeedRun(test.database, 'daily', now)
  const end = { outcome: { ...emptyOutcome(), status }, written: 0, removed: 0, bytes: 0 }
  await endFeedRun(test.database, { runId, feedId: 'daily' }, end, now)
}

it('asks for nothing before somebody has refreshed a feed', async () => {
  const { schedule, jobs } = server()
  now = hours(1_000)
  expect(await schedule.look()).toEqual([])
  jobs.close()
})

it('refreshes a feed when its time has come, on one of two servers, once', async () => {
  const servers = [server(), server()]
  await run('complete')
  now = hours(23)
  expect(await servers[0]?.schedule.look()).toEqual([])
  now = hours(24)
  const taken = await Promise.all(servers.map(({ schedule }) => schedule.look()))
  expect(taken.flat()).toEqual(['daily'])
  await expect.poll(() => refreshed).toEqual([['daily']])
  expect(await servers[1]?.schedule.look()).toEqual([])
  for (const { jobs } of servers) jobs.close()
})

it('tries again after an hour, then after longer and longer, and daily once it works', async () => {
  const due = async () => (await feedStates(test.database)).find(({ id }) => id === 'daily')?.nextDue
  const waits: number[] = []
  for (const status of ['failed', 'failed', 'failed', 'failed', 'failed', 'failed', 'complete', 'failed'] as const) {
    await run(status)
    waits.push((Date.parse((await due()) ?? '') - Date.parse(now)) / 3_600_000)
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24, 1])
})
