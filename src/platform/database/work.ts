import { Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
import type pg from 'pg'
import { connectionOf } from './copy.ts'
import type { Database, NoTables } from './types.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Transactions: within one workspace, or instance-wide. */
export function workIn(
  instance: Kysely<NoTables>,
  pool: pg.Pool,
): Pick<Database, 'inWorkspace' | 'inTransaction' | 'readInWorkspace'> {
  return {
    async inWorkspace(workspaceId, work) {
      checkId(workspaceId)
      const client = await pool.connect()
      try {
        return await on(client)
          .transaction()
          .execute(async (transaction) => {
            connectionOf.set(transaction, client)
            await sql`select set_config('lunette.workspace_id', ${workspaceId}, true)`.execute(transaction)
            return work(transaction)
          })
      } finally {
        // The pool throws away by itself what no longer works.
        client.release()
      }
    },
    inTransaction: (work) => instance.transaction().execute(work),
    async readInWorkspace<Row>(workspaceId: string, query: RawBuilder<Row>) {
      checkId(workspaceId)
      const { sql: text, parameters } = query.compile(instance)
      if (parameters.length > 0) throw new Error('a query in one round trip has no parameters')
      const client = await pool.connect()
      try {
        const results = (await client.query(
          `begin read only; select set_config('lunette.workspace_id', '${workspaceId}', true); ${text}; commit`,
        )) as unknown as pg.QueryResult[]
        client.release()
        return (results[2]?.rows ?? []) as Row[]
      } catch (error) {
        // Its transaction was left open.
        client.release(true)
        throw error
      }
    },
  }
}

/** Kysely on one connection, which stays with whoever took it from the pool. */
function on(client: pg.PoolClient): Kysely<NoTables> {
  const held = { query: client.query.bind(client), release() {} } as unknown as pg.PoolClient
  return new Kysely({ dialect: new PostgresDialect({ pool: { connect: async () => held, end: async () => {} } }) })
}

function checkId(workspaceId: string): void {
  if (!uuid.test(workspaceId)) throw new Error('a workspace id is a UUID')
}
