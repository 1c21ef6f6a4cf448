import { sql, type Transaction } from 'kysely'
import type { ReportedFacts, ReportedFactsOf, ReportedWords } from '#core/vocabulary'
import { jsonForPostgres } from '#platform/database'
import type { AssetId } from '../identity.ts'
import { decidingImports } from './deciding-imports.ts'
import type { ImportPlan } from './import-plan.ts'

const BATCH = 1_000

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
