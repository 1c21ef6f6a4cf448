import { createHash } from 'node:crypto'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type { PoolClient } from 'pg'
import type { Instant, Report } from '#core/kernel'
import type { Database } from '#platform/database'
import { BUNDLE_FORMAT, type BundleHead } from './bundle-lines.ts'
import { generationName } from './changes.ts'
import { copyOut } from './copy.ts'
import { inTransaction } from './statements.ts'

/** A feed as a bundle names it: the terms travel with the data. */
export type BundleFeed = BundleHead['feeds'][number]

export interface BundleSummary {
  lines: number
  /** Uncompressed. */
  bytes: number
}

/** Writes the whole knowledge, as of one moment, as one compressed file into `sink`, which is ended. */
export async function exportBundle(
  database: Database,
  sink: Writable,
  { feeds, createdAt, report }: { feeds: readonly BundleFeed[]; createdAt: Instant; report?: Report },
): Promise<BundleSummary> {
  return database.withClient((client) =>
    inTransaction(client, async () => {
      await client.query('set transaction isolation level repeatable read, read only')
      const summary: BundleSummary = { lines: 0, bytes: 0 }
      const head = await readHead(client, feeds, createdAt)
      await pipeline(Readable.from(bundleText(client, head, { summary, report })), createZstdCompress(), sink)
      return summary
    }),
  )
}

async function readHead(client: PoolClient, feeds: readonly BundleFeed[], createdAt: Instant): Promise<BundleHead> {
  const state = await client.query<{ instance: string; generation: string }>(
    'select instance, generation from knowledge_state',
  )
  const sources = await client.query<{ id: string; as_of: Date }>('select id, as_of from knowledge_source order by id')
  const { instance, generation } = state.rows[0]!
  return {
    lunetteBundle: BUNDLE_FORMAT,
    createdAt,
    generation: generationName(instance, generation),
    feeds: [...feeds],
    sources: sources.rows.map((row) => ({ id: row.id, asOf: row.as_of.toISOString() })),
  }
}

async function* bundleText(
  client: PoolClient,
  head: BundleHead,
  { summary, report }: { summary: BundleSummary; report: Report | undefined },
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  const chunk = (text: string): Buffer => {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    summary.bytes += bytes.length
    return bytes
  }
  yield chunk(`${JSON.stringify(head)}\n`)
  for (const query of QUERIES) {
    for await (const rows of copyOut(client, query)) {
      summary.lines += rows.length
      report?.('writing', summary.lines, undefined, 'records')
      yield chunk(rows.map(([line]) => `${line}\n`).join(''))
    }
  }
  const foot = { type: 'end', lines: summary.lines, sha256: hash.digest('base64url') }
  yield Buffer.from(`${JSON.stringify(foot)}\n`)
}

const base64 = (column: string) => `translate(encode(${column}, 'base64'), E'\\n', '')`

/** One JSON line a row, made by the database; nulls are left out. */
const QUERIES: readonly string[] = [
  `select json_strip_nulls(json_build_object('type', 'statement', 'record_id', record_id, 'source', source, 'digest', digest,
     'state', state, 'modified', to_char(modified at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'keys', keys,
     'ecosystems', ecosystems, 'aliases', aliases, 'covers', covers, 'facts', facts, 'affected', affected, 'detail', detail))
   from statement`,
  `select '{"type":"kev",' || substr(body, 2) from kev order by asserter`,
  `select json_strip_nulls(json_build_object('type', 'exploit', 'cve', cve, 'source', source, 'kind', kind,
     'reference', reference, 'date', date)) from exploit_signal order by source`,
  `select json_build_object('type', 'epss-codes', 'codes', ${base64('codes')}) from epss_block order by first_ordinal`,
  `select json_strip_nulls(json_build_object('type', 'epss-day', 'date', date, 'modelVersion', model_version,
     'scores', ${base64('scores')}, 'percentiles', ${base64('percentiles')})) from epss_day order by date`,
  `select json_build_object('type', 'fingerprints', 'id', id, 'rules', rules, 'content', ${base64('content')})
   from fingerprint_set order by id`,
  `select json_build_object('type', 'catalogue', 'id', id, 'version', version, 'techniques', techniques)
   from technique_catalogue order by id`,
]
