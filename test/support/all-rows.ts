import { withOwner } from '../../src/platform/database/open.ts'
import type { TestDatabase } from './database.ts'

/** Rows as the owner of a test database sees them: of every workspace, and of none. */
export async function allRows<Row extends object>(
  { ownerUrl }: Pick<TestDatabase, 'ownerUrl'>,
  query: string,
): Promise<Row[]> {
  return withOwner(ownerUrl, async (client) => (await client.query<Row>(query)).rows)
}
