import type { PoolClient } from 'pg'
import { canonicalJson, digestOf } from '#core/kernel'
import type { EpssScore, ExploitSignal, KevStatement } from '#core/vocabulary'
import type { StarterFile } from '../starter.ts'
import { recordChanges } from './changes.ts'
import { type CopyValue, copyInto } from './copy.ts'
import { EpssDayBuilder, EpssOrdinals, writeEpssDay } from './epss.ts'
import { remerge } from './merge.ts'
import { rowOf, statementColumns } from './row.ts'
import { inTransaction, SEEDED, takeIncoming } from './statements.ts'

/**
 * Holds the starter's statements below everything that is read: only for sources that were never read, and any real
 * record of the same source and id takes their place. No source counts as read by it, so that what the starter does
 * not name stays unknown. Its scores go when the first whole day is read.
 */
export async function seedStarter(client: PoolClient, starter: StarterFile): Promise<void> {
  await inTransaction(client, async () => {
    const rows = starter.statements.map((statement) => {
      const row = rowOf(statement, `${SEEDED}${digestOf(canonicalJson(statement))}`)
      return statementColumns.map((column): CopyValue => row[column])
    })
    await copyInto(client, 'incoming', statementColumns, rows)
    await client.query(
      `delete from incoming using statement held
       where held.record_id = incoming.record_id and held.source = incoming.source
         and (held.digest not like '${SEEDED}%' or held.digest = incoming.digest)`,
    )
    await client.query('delete from incoming where source in (select id from knowledge_source)')
    const left = await client.query<{ any: boolean }>('select exists (select from incoming) as any')
    if (left.rows[0]?.any) await takeIncoming(client, false)
    await seedSignals(client, 'kev', ['cve', 'asserter', 'body'], starter.kev.map(kevValues))
    await seedSignals(client, 'exploit_signal', EXPLOIT_COLUMNS, starter.exploits.map(exploitValues))
  })
  await seedScores(client, starter.epss)
  if (await isAlone(client)) await remerge(client)
}

/** Before any source is read nothing is published, which merges; pages look vulnerabilities up by their aliases all the same. */
async function isAlone(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ alone: boolean }>(
    'select merge_stale and not exists (select from knowledge_source) as alone from knowledge_state',
  )
  return rows[0]?.alone === true
}

async function seedScores(client: PoolClient, scores: readonly EpssScore[]): Promise<void> {
  const { rows } = await client.query<{ held: boolean }>('select exists (select from epss_day) as held')
  if (rows[0]?.held) return
  const ordinals = new EpssOrdinals()
  await ordinals.load(client)
  for (const ofDay of Map.groupBy(scores, (score) => score.date).values()) {
    const builder = new EpssDayBuilder(ordinals)
    for (const score of ofDay) builder.add(score)
    const day = builder.day()
    if (day) await writeEpssDay(client, ordinals, day, SEEDED)
  }
}

const EXPLOIT_COLUMNS = ['cve', 'source', 'kind', 'reference', 'date']
/** The source a row is read with, by table. */
const SOURCE_OF = { kev: `'kev/' || asserter`, exploit_signal: `'exploit/' || source` } as const

function kevValues(statement: KevStatement): CopyValue[] {
  return [statement.cve, statement.asserter, canonicalJson(statement)]
}

function exploitValues({ cve, source, kind, reference, date }: ExploitSignal): CopyValue[] {
  return [cve, source, kind, reference, date]
}

async function seedSignals(
  client: PoolClient,
  table: keyof typeof SOURCE_OF,
  columns: readonly string[],
  rows: readonly CopyValue[][],
): Promise<void> {
  await client.query(`create temporary table seeded (like ${table}) on commit drop`)
  await copyInto(client, 'seeded', columns, rows)
  await client.query(`delete from seeded where ${SOURCE_OF[table]} in (select id from knowledge_source)`)
  const list = columns.join(', ')
  const { rows: fresh } = await client.query<{ cve: string }>(
    `insert into ${table} (${list}) select ${list} from seeded on conflict do nothing returning cve`,
  )
  await client.query('drop table seeded')
  if (fresh.length === 0) return
  await recordChanges(client, 'v', 'select unnest($1::text[])', [fresh.map((row) => row.cve)])
  await client.query('update knowledge_state set pending = true')
}
