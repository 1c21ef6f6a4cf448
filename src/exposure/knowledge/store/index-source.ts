import type { PoolClient } from 'pg'
import type { ExploitSignal, KevStatement, KnowledgeCoverage, SourceId, StatementState } from '#core/vocabulary'
import type { CompactAffected } from '../compact.ts'
import { storedByKey } from '../compact-keys.ts'
import { CoverageCounter, type MaxAgeOf } from '../coverage.ts'
import { IndexWriter } from '../index-file/writer.ts'
import { type Merge, vulnerabilitiesOf } from '../merge.ts'
import { copyOut, parseTextArray } from './copy.ts'
import { readEpssColumns } from './epss.ts'
import { readMerge } from './merge.ts'

export interface IndexNames {
  generation: string
  builtAt: string
  coverages: readonly KnowledgeCoverage[]
  asOf: ReadonlyMap<SourceId, string>
  maxAgeOf?: MaxAgeOf | undefined
}

/** Writes the whole knowledge as an index file in one sequential pass over the statements. */
export async function writeIndex(client: PoolClient, path: string, names: IndexNames): Promise<void> {
  const merge = await readMerge(client)
  const writer = new IndexWriter(path)
  try {
    await addStatements(client, writer, merge)
    await addSignals(client, writer)
    await writer.finishAside({ ...names, epss: await readEpssColumns(client), aliases: merge.aliases })
  } finally {
    writer.abandon()
  }
}

async function addStatements(client: PoolClient, writer: IndexWriter, merge: Merge): Promise<void> {
  const query = `select source, record_id, state, to_char(modified at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    keys, facts, affected from statement`
  for await (const rows of copyOut(client, query)) {
    for (const [source, recordId, state, modified, keys, facts, affected] of rows) {
      const head = {
        source: source!,
        recordId: recordId!,
        state: state as StatementState,
        modified,
        vulnerabilityIds: vulnerabilitiesOf(merge, recordId!),
      }
      writer.addStatement(head, facts!, affectedTexts(parseTextArray(keys!), affected!))
    }
  }
}

/** Under a single key all entries belong to it, so that their text is passed on unread: the most common case. */
function affectedTexts(keys: readonly string[], affected: string): Iterable<readonly [string, string]> {
  const [only] = keys
  if (only === undefined) return []
  if (keys.length === 1) return [[only, affected]]
  const byKey = storedByKey(JSON.parse(affected) as CompactAffected[])
  return Array.from(byKey, ([key, own]) => [key, JSON.stringify(own)] as const)
}

async function addSignals(client: PoolClient, writer: IndexWriter): Promise<void> {
  for await (const rows of copyOut(client, 'select cve, body from kev')) {
    for (const [cve, body] of rows) writer.addKev(cve!, JSON.parse(body!) as KevStatement)
  }
  for await (const rows of copyOut(client, 'select cve, source, kind, reference, date from exploit_signal')) {
    for (const [cve, source, kind, reference, date] of rows) {
      const signal = { kind, cve, source, reference, ...(date !== undefined && { date }) }
      writer.addExploit(cve!, signal as ExploitSignal)
    }
  }
}

/** Advisories per ecosystem of the sources that were read, and when each source was. */
export async function readCoverages(
  client: PoolClient,
  maxAgeOf: MaxAgeOf | undefined,
): Promise<Pick<IndexNames, 'coverages' | 'asOf' | 'maxAgeOf'>> {
  const counter = new CoverageCounter()
  const counted = await client.query<{ source: string; ecosystem: string; advisories: number }>(
    `select source, unnest(ecosystems) as ecosystem, count(*)::int as advisories
     from statement where state = 'published' and source in (select id from knowledge_source) group by 1, 2`,
  )
  for (const { source, ecosystem, advisories } of counted.rows) counter.addCount(source, ecosystem, advisories)
  const read = await client.query<{ id: string; as_of: Date }>('select id, as_of from knowledge_source')
  const asOf = new Map(read.rows.map((row) => [row.id, row.as_of.toISOString()]))
  return { coverages: counter.rows(asOf, maxAgeOf), asOf, maxAgeOf }
}
