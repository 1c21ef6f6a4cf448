import type { PoolClient } from 'pg'
import type { RecordId, SourceId } from '#core/vocabulary'
import { type KnownRecord, KnownRecords } from '../known-records.ts'
import { recordBulkChange, recordChanges } from './changes.ts'
import { type CopyValue, copyInto, copyOut } from './copy.ts'
import { type StatementRow, statementColumns } from './row.ts'

/** A Instant's text in SQL. */
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`

/** What a seeded row's digest begins with; no record that is read has such a digest. */
export const SEEDED = 'starter '

/** What is held of a source, without the contents. A seeded row has no date, so that any real record is newer. */
export async function loadKnown(client: PoolClient, source: SourceId): Promise<KnownRecords> {
  const known = new Map<RecordId, KnownRecord>()
  const query = `select record_id, digest, other_digest, to_char(modified at time zone 'UTC', ${ISO})
    from statement where source = ${client.escapeLiteral(source)}`
  for await (const rows of copyOut(client, query)) {
    for (const [recordId, digest = '', other, modified] of rows)
      known.set(recordId!, digest.startsWith(SEEDED) ? { digest } : { digest, other, modified })
  }
  return new KnownRecords(known)
}

/** The temporary table a batch passes through; it lives as long as the connection. */
export async function createIncoming(client: PoolClient): Promise<void> {
  await client.query('create temporary table if not exists incoming (like statement) on commit delete rows')
}

/** Writes new and changed rows and what they change, all of it or nothing. `bulk`: changes are too many to list. */
export async function writeStatements(client: PoolClient, rows: readonly StatementRow[], bulk: boolean): Promise<void> {
  await inTransaction(client, async () => {
    await copyInto(client, 'incoming', statementColumns, valuesOf(rows))
    await takeIncoming(client, bulk)
  })
}

/** Moves what lies in the temporary table to the statements and notes what changes by it; within a transaction. */
export async function takeIncoming(client: PoolClient, bulk: boolean): Promise<void> {
  if (bulk) await recordBulkChange(client)
  else await recordIncoming(client)
  await client.query(UPSERT)
  await client.query(
    'update knowledge_state set pending = true, merge_stale = true where not (pending and merge_stale)',
  )
}

const UPSERT = `insert into statement (${statementColumns.join(', ')})
  select ${statementColumns.join(', ')} from incoming
  on conflict (record_id, source) do update set
  ${statementColumns
    .slice(2)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}`

function* valuesOf(rows: readonly StatementRow[]): Generator<CopyValue[]> {
  for (const row of rows) yield statementColumns.map((column) => row[column])
}

async function recordIncoming(client: PoolClient): Promise<void> {
  const held = 'select unnest(held.keys) from statement held join incoming using (record_id, source)'
  await recordChanges(client, 'k', `select unnest(keys) from incoming union ${held}`)
  await recordChanges(client, 'v', 'select record_id from incoming')
}

/** Remembers variants that lost, so that they are not read again. */
export async function writeOtherDigests(
  client: PoolClient,
  source: SourceId,
  others: ReadonlyMap<RecordId, string>,
): Promise<void> {
  await client.query(
    `update statement set other_digest = other.digest
     from unnest($2::text[], $3::text[]) as other (record_id, digest)
     where statement.source = $1 and statement.record_id = other.record_id`,
    [source, [...others.keys()], [...others.values()]],
  )
}

/** Of a source's records those that name at least one ecosystem and none but these (without release). */
export async function namingOnly(
  client: PoolClient,
  source: SourceId,
  recordIds: readonly RecordId[],
  ecosystems: readonly string[],
): Promise<RecordId[]> {
  const { rows } = await client.query<{ record_id: RecordId }>(
    `select record_id from statement
     where source = $1 and record_id = any($2::text[]) and cardinality(ecosystems) > 0
       and not exists (select from unnest(ecosystems) named where split_part(named, ':', 1) <> all($3::text[]))`,
    [source, recordIds, ecosystems],
  )
  return rows.map((row) => row.record_id)
}

/** Removes records a source no longer has; returns how many were there. */
export async function removeStatements(
  client: PoolClient,
  source: SourceId,
  recordIds: readonly RecordId[],
): Promise<number> {
  const values = [source, recordIds]
  const chosen = 'from statement where source = $1 and record_id = any($2::text[])'
  return inTransaction(client, async () => {
    await recordChanges(client, 'k', `select unnest(keys) ${chosen}`, values)
    await recordChanges(client, 'v', `select record_id ${chosen}`, values)
    const { rowCount } = await client.query(`delete ${chosen}`, values)
    if (rowCount) await client.query('update knowledge_state set pending = true, merge_stale = true')
    return rowCount ?? 0
  })
}

/** Runs `work` in one transaction on this connection. */
export async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const value = await work()
    await client.query('commit')
    return value
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}
