import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { err, ok, problem, systemClock } from '#core/kernel'
import type { Database } from '#platform/database'
import { withTestDatabase } from '../../../test/support/database.ts'
import { JobBoard, type Worker } from './jobs.ts'

const quiet = { info() {}, warn() {}, error() {} }
const request = { kind: 'refresh' as const, title: 'Refresh', workspaceId: null, payload: {} }

function boardOf(database: Database, run: Worker['run']): JobBoard {
  const worker: Worker = { changes: [], run }
  const workers = new Proxy({} as ConstructorParameters<typeof JobBoard>[0]['workers'], {
    get: () => worker,
    has: () => true,
  })
  return new JobBoard({ clock: systemClock, log: quiet, database, workers, silenceMs: 300 })
}

const left = async (database: Database) => (await sql`select id from job`.execute(database.instance)).rows.length

test('work whose database went away is done again, by itself, and then forgotten (law 7)', () =>
  withTestDatabase(async (database) => {
    let runs = 0
    const board = boardOf(database, async () => {
      if (++runs === 1) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.instance)
      return ok({ summary: 'done' })
    })
    const { id } = await board.start(request)
    await expect.poll(() => board.find(id, 'any')?.state, { timeout: 5_000 }).toBe('done')
    expect(runs).toBe(2)
    await expect.poll(() => left(database)).toBe(0)
    board.close()
  }))

test('work that fails by its own fault has ended', () =>
  withTestDatabase(async (database) => {
    let runs = 0
    const board = boardOf(database, async () => {
      runs++
      return err(problem('bad-file', 'it is no SBOM'))
    })
    const { id } = await board.start(request)
    await expect.poll(() => board.find(id, 'any')?.state).toBe('failed')
    await expect.poll(() => left(database)).toBe(0)
    expect(runs).toBe(1)
    board.close()
  }))

test('work that somebody stopped is not taken up by the next process, even if this one dies at it', () =>
  withTestDatabase(async (database) => {
    let letGo = () => {}
    const board = boardOf(database, () => new Promise((resolve) => (letGo = () => resolve(ok({ summary: 'late' })))))
    const { id } = await board.start(request)
    expect(await left(database)).toBe(1)
    await board.stop(id)
    expect(await left(database)).toBe(0)
    letGo()
    board.close()
  }))

test('quiet work is seen by nobody unless it fails', () =>
  withTestDatabase(async (database) => {
    let wellDone = true
    const worker: Worker = {
      changes: [],
      quiet: true,
      run: async () => (wellDone ? ok({ summary: '' }) : err(problem('bad', 'no'))),
    }
    const workers = new Proxy({} as ConstructorParameters<typeof JobBoard>[0]['workers'], { get: () => worker })
    const board = new JobBoard({ clock: systemClock, log: quiet, database, workers })
    const told: string[] = []
    board.follow('any', (event) => void (event.type === 'job' && told.push(event.job.state)))
    await board.start(request)
    await expect.poll(() => left(database)).toBe(0)
    expect(board.list('any')).toEqual([])
    wellDone = false
    await board.start(request)
    await expect.poll(() => board.list('any').map(({ state }) => state)).toEqual(['failed'])
    await expect.poll(() => told).toEqual(['failed'])
    board.close()
  }))

test('work that another process took over while the database was away is left to it', () =>
  withTestDatabase(async (database) => {
    let runs = 0
    const board = boardOf(database, async () => {
      runs++
      await sql`update job set worker = 'other'`.execute(database.instance)
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.instance)
      return ok({ summary: 'done' })
    })
    const { id } = await board.start(request)
    await expect.poll(() => board.find(id, 'any')?.state, { timeout: 5_000 }).not.toBe('running')
    expect(runs).toBe(1)
    expect(await left(database)).toBe(1)
    board.close()
  }))

test('the last of many quick steps is told while the work goes on', () =>
  withTestDatabase(async (database) => {
    const finish = Promise.withResolvers<void>()
    const board = boardOf(database, async (_request, progress) => {
      progress('reading kev', 0, 2, 'feeds')
      progress('reading kev', 1, 2, 'feeds')
      progress('reading epss', 1, 2, 'feeds')
      await finish.promise
      return ok({ summary: 'done' })
    })
    const told: string[] = []
    board.follow('any', (event) => event.type === 'job' && told.push(`${event.job.state} ${event.job.step}`))
    const { id } = await board.start(request)
    await expect.poll(() => told.at(-1)).toBe('running reading epss')
    finish.resolve()
    await expect.poll(() => board.find(id, 'any')?.state).toBe('done')
    board.close()
  }))
