import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Instant, ok } from '#core/kernel'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { BasisClock } from './basis-clock.ts'
import { JobBoard } from './jobs.ts'
import type { ServerFlows } from './types.ts'
import { workersOf } from './workers.ts'

const log = { info() {}, warn() {}, error() {} }
let test: TestDatabase
beforeAll(async () => {
  test = await testDatabase()
}, 60_000)
afterAll(() => test.drop())

it('assets are assessed again when what they rest on is out of date, and only then', async () => {
  let outdated = false
  let assessed = 0
  const flows = {
    isOutdated: async () => outdated,
    async reassess() {
      assessed++
      outdated = false
      return ok({ summary: 'done' })
    },
  } as unknown as ServerFlows
  const clock = () => '2026-08-10T00:00:00.000Z' as Instant
  const jobs = new JobBoard({ database: test.database, clock, log, workers: workersOf(flows) })
  const basis = new BasisClock({ flows, jobs, log })
  await basis.look()
  expect(assessed).toBe(0)
  outdated = true
  await basis.look()
  await expect.poll(() => assessed).toBe(1)
  await expect.poll(() => jobs.isRunning('reassess', null)).toBe(false)
  await basis.look()
  expect(jobs.isRunning('reassess', null)).toBe(false)
  jobs.close()
})
