import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { withTestDatabase } from '../../../test/support/database.ts'
import { isConnectionLoss } from './connection-loss.ts'
import { withOwner } from './open.ts'

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

test('a connection that the server ends is a loss, also under words of our own', () =>
  withTestDatabase(async (database) => {
    const error = await errorOf(sql`select pg_terminate_backend(pg_backend_pid())`.execute(database.instance))
    expect(error).toBeInstanceOf(Error)
    expect(isConnectionLoss(error)).toBe(true)
    expect(isConnectionLoss(new Error('the refresh failed', { cause: error }))).toBe(true)
  }))

test('a server that is not there is a loss', async () => {
  expect(isConnectionLoss(await errorOf(withOwner('postgres://a:b@127.0.0.1:1/x', async () => {})))).toBe(true)
})

test('a fault of the work itself is none', () =>
  withTestDatabase(async (database) => {
    expect(isConnectionLoss(await errorOf(sql`select 1 / 0`.execute(database.instance)))).toBe(false)
    expect(isConnectionLoss(new Error('terminated'))).toBe(false)
    expect(isConnectionLoss(undefined)).toBe(false)
  }))
