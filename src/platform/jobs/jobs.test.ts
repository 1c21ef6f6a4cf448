import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '#platform/database'
import { withTestDatabase } from '../../../test/support/database.ts'
import { beat, endJob, keepHold, keepJob, NOBODY, takeOver } from './index.ts'

const job = {
  id: '11111111-1111-4111-8111-111111111111',
  workspaceId: null,
  kind: 'import',
  title: 'x',
  payload: { path: 'a' },
  acceptedAt: '2026-08-01T00:00:00Z',
}

const silence = (database: Database) =>
  sql`update job set heartbeat_at = now() - interval '1 minute'`.execute(database.instance)

test('the work of a worker that fell silent is taken over, once', () =>
  withTestDatabase(async (database) => {
    await keepJob(database, 'first', job)
    expect(await takeOver(database, 'second')).toEqual([])
    await silence(database)
    expect(await takeOver(database, 'second')).toMatchObject([{ id: job.id, payload: job.payload, attempts: 2 }])
    expect(await takeOver(database, 'third')).toEqual([])
  }))

test('a worker that is heard of keeps its work', () =>
  withTestDatabase(async (database) => {
    await keepJob(database, 'first', job)
    await silence(database)
    await beat(database, 'first')
    expect(await takeOver(database, 'second')).toEqual([])
  }))

test('how long a worker may be silent is for the caller to say', () =>
  withTestDatabase(async (database) => {
    await keepJob(database, 'first', job)
    await sql`update job set heartbeat_at = now() - interval '2 seconds'`.execute(database.instance)
    expect(await takeOver(database, 'second')).toEqual([])
    expect(await takeOver(database, 'second', 1_000)).toHaveLength(1)
  }))

test('a worker can tell whether a job is still its own', () =>
  withTestDatabase(async (database) => {
    await keepJob(database, 'first', job)
    expect(await keepHold(database, 'first', job.id)).toBe(true)
    await silence(database)
    await takeOver(database, 'second')
    expect(await keepHold(database, 'first', job.id)).toBe(false)
    expect(await keepHold(database, 'second', job.id)).toBe(true)
  }))

test('two workers never take the same job', () =>
  withTestDatabase(async (database) => {
    for (let count = 0; count < 20; count++) await keepJob(database, 'dead', { ...job, id: crypto.randomUUID() })
    await silence(database)
    const taken = await Promise.all(['a', 'b', 'c', 'd'].map((worker) => takeOver(database, worker)))
    const ids = taken.flat().map((one) => one.id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(20)
  }))

test('work that waits for anybody is taken at once, and was not begun before', () =>
  withTestDatabase(async (database) => {
    await keepJob(database, NOBODY, job)
    expect(await takeOver(database, 'second')).toMatchObject([{ id: job.id, attempts: 1 }])
  }))

test('a job is kept once under its id', () =>
  withTestDatabase(async (database) => {
    expect(await keepJob(database, 'first', job)).toBe(true)
    expect(await keepJob(database, 'second', job)).toBe(false)
    expect(await keepHold(database, 'first', job.id)).toBe(true)
  }))

test('work of a data folder that nobody works on is given to anybody after a day, to be ended', () =>
  withTestDatabase(async (database) => {
    const wanted = { kinds: ['import'], limit: 5, place: 'here' }
    await keepJob(database, 'first', { ...job, place: 'there' })
    await silence(database)
    expect(await takeOver(database, 'second', 1_000, wanted)).toEqual([])
    await sql`update job set heartbeat_at = now() - interval '25 hours'`.execute(database.instance)
    expect(await takeOver(database, 'second', 1_000, wanted)).toHaveLength(1)
  }))

test('ended work is forgotten', () =>
  withTestDatabase(async (database) => {
    await keepJob(database, 'first', job)
    await endJob(database, job.id)
    await silence(database)
    expect(await takeOver(database, 'second')).toEqual([])
  }))
