import { spawnSync } from 'node:child_process'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { err, ok, problem, systemClock } from '#core/kernel'
import type { Database } from '#platform/database'
import { withTestDatabase } from '../../../test/support/database.ts'
import type { Worker } from './job-entry.ts'
import { JobBoard } from './jobs.ts'

const quiet = { info() {}, warn() {}, error() {} }
const request = { kind: 'refresh' as const, title: 'Refresh', workspaceId: null, payload: {} }

function boardOf(
  database: Database,
  run: Worker['run'],
  {
    live,
    ...over
  }: { importsAtOnce?: number; place?: string; silenceMs?: number; isAlone?: boolean; live?: Worker['live'] } = {},
): JobBoard {
  const worker: Worker = { changes: [], run, ...(live && { live }) }
  const workers = new Proxy({} as ConstructorParameters<typeof JobBoard>[0]['workers'], {
    get: () => worker,
    has: () => true,
  })
  return new JobBoard({ clock: systemClock, log: quiet, database, workers, silenceMs: 300, ...over })
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
      await sql`update job set worker = 'other', heartbeat_at = now() + interval '1 hour',
        progress = '{"step": "matching", "done": 3, "total": 9, "unit": "components"}'`.execute(database.instance)
      await sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.instance)
      return ok({ summary: 'done' })
    })
    const { id } = await board.start(request)
    await expect.poll(() => board.find(id, 'any')?.step, { timeout: 5_000 }).toBe('matching')
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

test('lists are told to read what was found so far while the work goes on', () =>
  withTestDatabase(async (database) => {
    const finish = Promise.withResolvers<void>()
    const board = boardOf(
      database,
      async (_request, progress) => {
        progress('names', 1, 9)
        await finish.promise
        return ok({ summary: 'done' })
      },
      { live: ['surface'] },
    )
    const told: string[] = []
    board.follow('any', (event) => told.push(event.type === 'job' ? event.job.step : event.what))
    const { id } = await board.start(request)
    await expect.poll(() => told).toEqual(['starting', 'names', 'surface'])
    finish.resolve()
    await expect.poll(() => board.find(id, 'any')?.state).toBe('done')
    board.close()
  }))

const file = { kind: 'import' as const, title: 'Import', workspaceId: null, payload: {} }

test('what one process has no room for another does, and the first one tells how it ended', () =>
  withTestDatabase(async (database) => {
    const finish = Promise.withResolvers<void>()
    const server = boardOf(database, async () => err(problem('wrong-place', 'it has no room')), { importsAtOnce: 0 })
    const told: string[] = []
    server.follow('any', (event) => event.type === 'job' && told.push(`${event.job.state} ${event.job.step}`))
    const { id, step } = await server.start(file)
    expect(step).toBe('waiting for a free worker')
    const other = boardOf(database, async (_request, progress) => {
      progress('matching', 3, 9, 'components')
      await finish.promise
      return ok({ summary: 'done elsewhere' })
    })
    await expect.poll(() => server.find(id, 'any')?.step, { timeout: 5_000 }).toBe('matching')
    finish.resolve()
    await expect.poll(() => server.find(id, 'any')?.result?.summary, { timeout: 5_000 }).toBe('done elsewhere')
    expect(told.at(-1)).toBe('done matching')
    expect(await left(database)).toBe(0)
    server.close()
    other.close()
  }))

test('of many files two processes do each once', () =>
  withTestDatabase(async (database) => {
    const done: string[] = []
    const work: Worker['run'] = async ({ title }) => {
      done.push(title)
      await new Promise((resolve) => setTimeout(resolve, 20))
      return ok({ summary: title })
    }
    // Nobody is silent, however slow the machine.
    const patient = { importsAtOnce: 1, silenceMs: 60_000 }
    const boards = [boardOf(database, work, patient), boardOf(database, work, patient)]
    for (let count = 0; count < 12; count++) await boards[0]!.start({ ...file, title: `file ${count}` })
    await expect.poll(() => left(database), { timeout: 10_000 }).toBe(0)
    expect(done.toSorted()).toEqual(Array.from({ length: 12 }, (_, count) => `file ${count}`).sort())
    for (const board of boards) board.close()
  }))

test('what is stopped at one process stops at the other that does it', () =>
  withTestDatabase(async (database) => {
    const server = boardOf(database, async () => ok({ summary: '' }), { importsAtOnce: 0 })
    const { id } = await server.start(file)
    const stopped = Promise.withResolvers<void>()
    const other = boardOf(database, async (_request, _progress, stop) => {
      stop.addEventListener('abort', () => stopped.resolve())
      await stopped.promise
      return err(problem('stopped', 'it was'))
    })
    await expect.poll(() => server.find(id, 'any')?.step, { timeout: 5_000 }).toBe('starting')
    await server.stop(id)
    await stopped.promise
    await expect.poll(() => server.find(id, 'any')?.state, { timeout: 5_000 }).toBe('stopped')
    expect(await left(database)).toBe(0)
    server.close()
    other.close()
  }))

test('a process on another data folder, which has not the file, leaves it', () =>
  withTestDatabase(async (database) => {
    const server = boardOf(database, async () => ok({ summary: '' }), { importsAtOnce: 0, place: 'here' })
    const { id } = await server.start(file)
    let runs = 0
    const elsewhere = boardOf(database, async () => ok({ summary: String(++runs) }), { place: 'there' })
    await elsewhere.resume()
    expect(runs).toBe(0)
    const beside = boardOf(database, async () => ok({ summary: 'beside' }), { place: 'here' })
    await beside.resume()
    await expect.poll(() => server.find(id, 'any')?.result?.summary, { timeout: 5_000 }).toBe('beside')
    for (const board of [server, elsewhere, beside]) board.close()
  }))

test('what a process lets go of is taken up without waiting for its silence', () =>
  withTestDatabase(async (database) => {
    const first = boardOf(database, () => new Promise(() => {}))
    await first.start(file)
    first.close()
    await first.release()
    let runs = 0
    const second = boardOf(database, async () => ok({ summary: String(++runs) }))
    await second.resume()
    await expect.poll(() => left(database)).toBe(0)
    expect(runs).toBe(1)
    second.close()
  }))

test('whose database began with it takes up at once what a process that is not there was at', () =>
  withTestDatabase(async (database) => {
    const slow = { silenceMs: 60_000 }
    const first = boardOf(database, () => new Promise(() => {}), slow)
    await first.start(file)
    first.close()
    const { pid } = spawnSync(process.execPath, ['--version'])
    await sql`update job set worker = regexp_replace(worker, ${`:${process.pid}:`}, ${`:${pid}:`})`.execute(
      database.instance,
    )
    let runs = 0
    const worker: Worker['run'] = async () => ok({ summary: String(++runs) })
    const beside = boardOf(database, worker, slow)
    await beside.resume()
    expect(runs).toBe(0)
    const second = boardOf(database, worker, { ...slow, isAlone: true })
    await second.resume()
    await expect.poll(() => left(database)).toBe(0)
    expect(runs).toBe(1)
    for (const board of [beside, second]) board.close()
  }))
