import { inject } from 'vitest'
import { withName, withOwner } from '../../src/platform/database/open.ts'
import type { TestDatabase } from './database.ts'

/** Rows as an administrator of the server sees them: of every workspace, and of none. */
export async function allRows<Row extends object>(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  query: string,
): Promise<Row[]> {
  return withAllRows({ ownerUrl }, (ask) => ask<Row>(query))
}

type Ask = <Row extends object>(query: string) => Promise<Row[]>

/** The same for many questions on one connection. */
export async function withAllRows<T>(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  work: (ask: Ask) => Promise<T>,
): Promise<T> {
  const { administrator } = inject('databaseServer')
  const url = administrator ? withName(administrator, new URL(ownerUrl).pathname.slice(1)) : ownerUrl
  return withOwner(url, (client) =>
    work(async <Row extends object>(query: string) => (await client.query<Row>(query)).rows),
  )
}
