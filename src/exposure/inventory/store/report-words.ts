import { sql, type Transaction } from 'kysely'
import type { ReportedFacts, ReportedFactsOf, ReportedWords } from '#core/vocabulary'
import { jsonForPostgres } from '#platform/database'
import type { AssetId } from '../identity.ts'
import { decidingImports } from './deciding-imports.ts'
import type { ImportPlan } from './import-plan.ts'

const BATCH = 1_000
/** A name of more is no name of one vulnerability. */
const MOST_IDS = 10

/** Keeps what a report says of vulnerabilities themselves, beside its import. */
export async function insertReportWords<Tables>(
  transaction: Transaction<Tables>,
  { workspaceId, importId, words }: Pick<ImportPlan, 'workspaceId' | 'importId' | 'words'>,
): Promise<void> {
  for (let at = 0; at < words.length; at += BATCH) {
    const rows = jsonForPostgres(words.slice(at, at + BATCH).map((said) => ({ id: said.ids[0], words: said })))
    await sql`insert into report_words (workspace_id, import_id, vulnerability_id, words)
      select ${workspaceId}, ${importId}, said.id, said.words
      from jsonb_to_recordset(${rows}::jsonb) as said (id text, words jsonb)
      on conflict do nothing`.execute(transaction)
  }
  await insertNames(transaction, workspaceId, words)
}

/** By which other names each of them is asked for. */
async function insertNames<Tables>(
  transaction: Transaction<Tables>,
  workspaceId: string,
  words: readonly Pick<ReportedWords, 'ids'>[],
): Promise<void> {
  const rows = words.flatMap(({ ids: [id, ...others] }) => others.map((name) => ({ id, name })))
  for (let at = 0; at < rows.length; at += BATCH) {
    // In one order for all, so that two imports that meet wait for each other and not for ever.
    await sql`insert into report_name (workspace_id, name, vulnerability_id)
      select distinct ${workspaceId}::uuid, said.name, said.id
      from jsonb_to_recordset(${jsonForPostgres(rows.slice(at, at + BATCH))}::jsonb) as said (id text, name text)
      order by said.name, said.id on conflict do nothing`.execute(transaction)
  }
}

/** The ids under which reports of the workspace speak of a vulnerability that they also call by this name. */
export async function reportedUnder<Tables>(transaction: Transaction<Tables>, name: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select vulnerability_id as id from report_name where name = ${name} order by 1 limit ${sql.lit(MOST_IDS)}`.execute(
    transaction,
  )
  return rows.map(({ id }) => id)
}

/** What the deciding reports of an asset state of vulnerabilities, without their texts. */
export async function reportedFactsOfAsset<Tables>(
  transaction: Transaction<Tables>,
  assetId: AssetId,
): Promise<ReportedFactsOf[]> {
  const { rows } = await sql<{ tool: string; ids: string[]; title: string | null; facts: ReportedFacts }>`
    select words->>'tool' as tool, words->'ids' as ids, words->>'title' as title, words->'facts' as facts
    from report_words where import_id in (${decidingImports(assetId)})
    order by import_id, vulnerability_id`.execute(transaction)
  return rows.map(({ title, ...row }) => ({ ...row, ...(title !== null && { title }) }))
}

/** What reports of the workspace say of a vulnerability by any of its names, the newest of each tool, newest first. */
export async function reportWordsOf<Tables>(
  transaction: Transaction<Tables>,
  ids: readonly string[],
): Promise<(ReportedWords & { statedAt: string })[]> {
  const { rows } = await sql<{ words: ReportedWords; statedAt: Date }>`
    select words, "statedAt" from (
      select distinct on (w.words->>'tool') w.words, i.stated_at as "statedAt"
      from report_words w join import i on i.workspace_id = w.workspace_id and i.id = w.import_id
      where w.vulnerability_id = any(${ids}::text[])
      order by w.words->>'tool', i.stated_at desc, i.id
    ) newest order by "statedAt" desc, words->>'tool'`.execute(transaction)
  return rows.map(({ words, statedAt }) => ({ ...words, statedAt: statedAt.toISOString() }))
}
