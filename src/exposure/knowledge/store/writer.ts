import type { PoolClient } from 'pg'
import { problem } from '#core/kernel'
import type { Database } from '#platform/database'

/** Lock number of the one writer of knowledge. It is held by the writer's connection, and goes with it. */
const WRITER_LOCK = 0x6c756e31

/** Becomes the one writer of knowledge; false while another is at it. */
export async function beginWriting(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [WRITER_LOCK])
  return rows[0]?.locked === true
}

/** Lets the next one write. */
export async function endWriting(client: PoolClient): Promise<void> {
  await client.query('select pg_advisory_unlock($1)', [WRITER_LOCK]).catch(() => undefined)
}

const interrupted = problem('interrupted', 'the process ended before the feed was read; the next run takes it up')

/**
 * Ends the runs of feeds whose process is gone: a feed is only read by the one writer of knowledge, so that without
 * another writer than the asking one none is being read. When they ended nobody knows.
 */
export async function closeInterruptedRuns(client: PoolClient): Promise<void> {
  await client.query(
    `update feed_run set status = 'failed', problem = $1 where status = 'running' and not exists (
       select from pg_locks where locktype = 'advisory' and classid = 0 and objid = $2 and objsubid = 1 and granted
         and pid <> pg_backend_pid() and database = (select oid from pg_database where datname = current_database()))`,
    [JSON.stringify(interrupted), WRITER_LOCK],
  )
}

/** The same for who only reads: what it is shown then is true. */
export async function endInterruptedRuns(database: Database): Promise<void> {
  await database.withClient(closeInterruptedRuns)
}
