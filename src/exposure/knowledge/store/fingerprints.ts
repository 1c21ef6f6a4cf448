import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import type { Database } from '#platform/database'

const MAX_CONTENT = 128 * 1024 * 1024

/** Writes a set where it differs from what is held; false when it does not. Two compressions of one text are the same. */
export async function keepFingerprints(
  client: PoolClient,
  id: string,
  content: Buffer,
  rules: number,
): Promise<boolean> {
  const text = gunzipSync(content, { maxOutputLength: MAX_CONTENT })
  const digest = createHash('sha256').update(text).digest('base64url')
  const { rowCount } = await client.query(
    `insert into fingerprint_set (id, digest, rules, content) values ($1, $2, $3, $4)
     on conflict (id) do update set digest = excluded.digest, rules = excluded.rules, content = excluded.content
     where fingerprint_set.digest <> excluded.digest`,
    [id, digest, rules, content],
  )
  return rowCount === 1
}

/** Every set that is held, as it was kept. */
export async function fingerprintSets(database: Database): Promise<Map<string, Buffer>> {
  const { rows } = await sql<{ id: string; content: Buffer }>`select id, content from fingerprint_set`.execute(
    database.instance,
  )
  return new Map(rows.map(({ id, content }) => [id, content]))
}

/** What is held, by the SHA-256 of each set as it was kept, in hex: an agent that has it needs it no more. */
export async function fingerprintDigests(database: Database): Promise<{ set: string; sha256: string }[]> {
  const { rows } = await sql<{ set: string; sha256: string }>`select id as set, encode(sha256(content), 'hex') as sha256
    from fingerprint_set order by id`.execute(database.instance)
  return rows
}

/** One set, as it was kept. */
export async function fingerprintSet(database: Database, id: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ content: Buffer }>`select content from fingerprint_set where id = ${id}`.execute(
    database.instance,
  )
  return rows[0]?.content
}
