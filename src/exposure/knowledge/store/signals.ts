import type { PoolClient } from 'pg'
import { canonicalJson, type Instant } from '#core/kernel'
import type { ExploitSignal, KevStatement, SourceId } from '#core/vocabulary'
import { recordChanges } from './changes.ts'
import { type CopyValue, copyInto } from './copy.ts'
import { inTransaction } from './statements.ts'

interface ReplaceCounts {
  written: number
  removed: number
}

/** A table whose rows of one owner are replaced as a whole by what a feed now says; only differences are written. */
interface Replaceable {
  table: string
  columns: readonly string[]
  key: readonly string[]
  owner: string
}

const KEV: Replaceable = {
  table: 'kev',
  columns: ['cve', 'asserter', 'body'],
  key: ['cve', 'asserter'],
  owner: 'asserter',
}
const EXPLOITS: Replaceable = {
  table: 'exploit_signal',
  columns: ['cve', 'source', 'kind', 'reference', 'date'],
  key: ['cve', 'source', 'kind', 'reference'],
  owner: 'source',
}

/** Replaces one asserter's catalogue. */
export function replaceKev(
  client: PoolClient,
  asserter: string,
  statements: Iterable<KevStatement>,
): Promise<ReplaceCounts> {
  const rows = Iterator.from(statements).map((entry) => [entry.cve, asserter, canonicalJson({ ...entry, asserter })])
  return replace(client, KEV, asserter, rows)
}

/** Replaces one source's exploit signals; of several with the same reference the earliest date stays. */
export function replaceExploits(
  client: PoolClient,
  source: string,
  signals: Iterable<ExploitSignal>,
): Promise<ReplaceCounts> {
  const rows = Iterator.from(signals).map(({ cve, kind, reference, date }) => [cve, source, kind, reference, date])
  return replace(client, EXPLOITS, source, rows)
}

async function replace(
  client: PoolClient,
  { table, columns, key, owner }: Replaceable,
  ownerId: string,
  rows: Iterable<readonly CopyValue[]>,
): Promise<ReplaceCounts> {
  const list = columns.join(', ')
  const rest = columns.filter((column) => !key.includes(column))
  const same = key.map((column) => `held.${column} = incoming.${column}`).join(' and ')
  const differs = rest.map((column) => `held.${column} is distinct from incoming.${column}`).join(' or ')
  const incoming = `(select distinct on (${key.join(', ')}) ${list} from incoming_signal order by ${[...key, ...rest].join(', ')}) incoming`
  return inTransaction(client, async () => {
    await client.query(`create temporary table incoming_signal (like ${table}) on commit drop`)
    await copyInto(client, 'incoming_signal', columns, rows)
    await client.query(`create temporary table gone on commit drop as select cve, ctid as place from ${table} held
      where ${owner} = ${client.escapeLiteral(ownerId)} and not exists (select from incoming_signal incoming where ${same})`)
    await client.query(`create temporary table fresh on commit drop as select incoming.* from ${incoming}
      left join ${table} held on ${same} where held.cve is null or ${differs}`)
    await recordChanges(client, 'v', 'select cve from gone union select cve from fresh')
    const removed = await client.query(`delete from ${table} using gone where ${table}.ctid = gone.place`)
    const written = await client.query(`insert into ${table} (${list}) select ${list} from fresh
      on conflict (${key.join(', ')}) do update set ${rest.map((column) => `${column} = excluded.${column}`).join(', ')}`)
    const counts = { written: written.rowCount ?? 0, removed: removed.rowCount ?? 0 }
    if (counts.written + counts.removed > 0) await client.query('update knowledge_state set pending = true')
    return counts
  })
}

/** So many of the newest are passed over: an id can be in use for months before anybody publishes its record. */
const EARLY_IDS = 2
/** The newest by their ids are enough to look at: a lower bound of fewer is one of all. */
const LOOKED_AT = 1_000

/**
 * The day by which the vulnerabilities that a source of signals names were published, the newest few left out. What
 * was written down about them is not older, whenever it was copied.
 */
export async function namedSince(client: PoolClient, source: SourceId): Promise<Instant | undefined> {
  const [kind, index] = source.split('/')
  if (kind !== 'exploit') return undefined
  const { rows } = await client.query<{ first: Date }>(
    // Looked up one by one (offset 0): as a join, the facts of all statements would be taken apart first.
    `select min(to_timestamp((said.published)::double precision)) as first
     from (select cve from exploit_signal where source = $1 group by cve
       order by split_part(cve, '-', 2)::int desc, split_part(cve, '-', 3)::numeric desc limit ${LOOKED_AT}) named
     cross join lateral (select facts::jsonb->1 as published from statement where record_id = cve offset 0) said
     where jsonb_typeof(said.published) = 'number' and said.published <> '0'
     group by cve having min(to_timestamp((said.published)::double precision)) <= now()
     order by first desc limit 1 offset ${EARLY_IDS}`,
    [index],
  )
  return rows[0] && (rows[0].first.toISOString() as Instant)
}
