import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Instant } from '#core/kernel'
import { addSeed } from '#exposure/surface/store'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { JobBoard } from './jobs.ts'
import { SurfaceNews } from './surface-news.ts'
import type { ServerFlows } from './types.ts'
import { workersOf } from './workers.ts'

const log = { info() {}, warn() {}, error() {} }
const at = '2026-08-10T00:00:00.000Z' as Instant
let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
}, 60_000)
afterAll(() => test.drop())

it('whoever follows a workspace is told once of what another process said of its scope', async () => {
  const { database } = test
  const jobs = new JobBoard({ database, clock: () => at, log, workers: workersOf({} as ServerFlows) })
  const news = new SurfaceNews({ database, jobs, log })
  let told = 0
  const stop = jobs.follow(DEFAULT_WORKSPACE, () => void told++)
  const toldAfter = async () => {
    await news.look()
    return told
  }
  expect(await toldAfter()).toBe(0)
  const by = { workspaceId: DEFAULT_WORKSPACE, by: 'command line', at }
  await database.inWorkspace(DEFAULT_WORKSPACE, (work) => addSeed(work, by, { kind: 'domain', name: 'example.com' }))
  expect([await toldAfter(), await toldAfter()]).toEqual([1, 1])
  stop()
  jobs.close()
})
