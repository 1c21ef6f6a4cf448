import { type CompiledQuery, Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely'
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
      const compiled = query.compile(instance)
      const client = await pool.connect()
      try {
        const text = compiled.parameters.length === 0 ? compiled.sql : await preparedOn(client, compiled)
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

/** The statements that each connection has prepared, by their text. */
const statements = new WeakMap<pg.PoolClient, Map<string, string>>()

/** The query as one that the connection plans once and not at every turn. */
async function preparedOn(client: pg.PoolClient, { sql: text, parameters }: CompiledQuery): Promise<string> {
  const lists = parameters.map(listOfNumbers)
  const known = statements.get(client) ?? new Map<string, string>()
  statements.set(client, known)
  const name = known.get(text) ?? `lunette_${known.size}`
  if (!known.has(text)) {
    await client.query(`prepare ${name} as ${text}`)
    known.set(text, name)
  }
  return `execute ${name} (${lists.join(', ')})`
}

function listOfNumbers(value: unknown): string {
  if (!Array.isArray(value) || !value.every(Number.isSafeInteger))
    throw new Error('parameters of a query in one round trip are lists of whole numbers')
  return `'{${value.join(',')}}'`
}

/** Kysely on one connection, which stays with whoever took it from the pool. */
function on(client: pg.PoolClient): Kysely<NoTables> {
  const held = { query: client.query.bind(client), release() {} } as unknown as pg.PoolClient
  return new Kysely({ dialect: new PostgresDialect({ pool: { connect: async () => held, end: async () => {} } }) })
}

function checkId(workspaceId: string): void {
  if (!uuid.test(workspaceId)) throw new Error('a workspace id is a UUID')
}
