import { inject } from 'vitest'
import { withName, withOwner } from '../../src/platform/database/open.ts'
import type { TestDatabase } from './database.ts'

/** Rows as an administrator of the server sees them: of every workspace, and of none. */
export async function allRows<Row extends object>(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  query: string,
): Promise<Row[]> {
  const { administrator } = inject('databaseServer')
  const url = administrator ? withName(administrator, new URL(ownerUrl).pathname.slice(1)) : ownerUrl
  return withOwner(url, async (client) => (await client.query<Row>(query)).rows)
}
