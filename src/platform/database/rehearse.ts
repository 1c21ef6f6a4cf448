import { sql, type Transaction } from 'kysely'
import type { Database, NoTables } from './types.ts'

/** Whoever holds rows that the rehearsal would change is waited for so long, and no longer. */
const LOCK_WAIT_MS = 5_000

/**
 * Runs `work` for real in one transaction of a workspace and takes all of it back: what it would do is what it did. The
 * database it is given can do nothing else. While it runs, whoever would change the same rows waits: `statementMs` bounds
 * each statement of it.
 */
export async function rehearse<T>(
  database: Database,
  workspaceId: string,
  statementMs: number,
  work: (rehearsed: Database) => Promise<T>,
): Promise<T> {
  let outcome: { value: T } | undefined
  try {
    return await database.inWorkspace(workspaceId, async (transaction) => {
      await sql`select set_config('lock_timeout', ${String(LOCK_WAIT_MS)}, true),
        set_config('statement_timeout', ${String(statementMs)}, true)`.execute(transaction)
      outcome = { value: await work(withinTransaction(database, workspaceId, transaction)) }
      throw new TakenBack()
    })
  } catch (error) {
    if (error instanceof TakenBack && outcome) return outcome.value
    throw error
  }
}

class TakenBack extends Error {}

/** The database as a transaction of one workspace sees it: every other way to it would leave the transaction, and is refused. */
export function withinTransaction(
  { server, serverVersion }: Pick<Database, 'server' | 'serverVersion'>,
  workspaceId: string,
  transaction: Transaction<NoTables>,
): Database {
  const refuse = () => Promise.reject(escaped())
  return {
    get instance(): never {
      throw escaped()
    },
    async inWorkspace(id, inner) {
      if (id !== workspaceId) throw new Error('a transaction sees one workspace')
      return inner(transaction)
    },
    readInWorkspace: refuse,
    inTransaction: refuse,
    withClient: refuse,
    server,
    serverVersion,
    close: refuse,
  }
}

function escaped(): Error {
  return new Error('this would leave the transaction: all of it stands or falls together')
}

/** SQLSTATE 57014 and 55P03: a statement took too long, or somebody else held the rows. */
export function isOutOfTime(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: string }
  return code === '57014' || code === '55P03'
}
