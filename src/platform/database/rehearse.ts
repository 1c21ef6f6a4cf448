import { sql } from 'kysely'
import type { Database } from './types.ts'

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
      outcome = { value: await work(closedBut(database.serverVersion, inWorkspace)) }
      throw new TakenBack()

      function inWorkspace<V>(id: string, inner: (same: typeof transaction) => Promise<V>): Promise<V> {
        if (id !== workspaceId) throw new Error('a rehearsal sees one workspace')
        return inner(transaction)
      }
    })
  } catch (error) {
    if (error instanceof TakenBack && outcome) return outcome.value
    throw error
  }
}

class TakenBack extends Error {}

/** Every other way to the database would leave the transaction. */
function closedBut(serverVersion: number, inWorkspace: Database['inWorkspace']): Database {
  const refuse = () => Promise.reject(escaped())
  return {
    get instance(): never {
      throw escaped()
    },
    inWorkspace,
    readInWorkspace: refuse,
    inTransaction: refuse,
    withClient: refuse,
    serverVersion,
    close: refuse,
  }
}

function escaped(): Error {
  return new Error('this would not be taken back: a rehearsal works within its own transaction')
}

/** SQLSTATE 57014 and 55P03: a statement took too long, or somebody else held the rows. */
export function isOutOfTime(error: unknown): boolean {
  const { code } = (error ?? {}) as { code?: string }
  return code === '57014' || code === '55P03'
}
