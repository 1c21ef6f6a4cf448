import { sql, type Transaction } from 'kysely'
import type { AiPartKind, AiUse } from '#core/vocabulary'
import { cleanText, type NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** What a person said of AI that was found on an asset. */
export interface AiRuling {
  id: string
  assetId: string
  use: AiUse
  product: string
  decision: 'accepted' | 'rejected'
  /** Of accepted ones: whose part it is, and which. */
  system: string | null
  partKind: AiPartKind | null
  note: string | null
  by: string
  at: string
}

/** Every ruling, newest first. */
export async function readAiRulings(work: Work): Promise<AiRuling[]> {
  const { rows } = await sql<Omit<AiRuling, 'at'> & { at: Date }>`
    select id, asset_id as "assetId", use, product, decision, system_slug as system, part_kind as "partKind", note,
      decided_by as by, decided_at as at from ai_discovery order by decided_at desc, id`.execute(work)
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }))
}

/** Keeps what was said of it in place of what was said before. */
export async function keepAiRuling(work: Work, workspaceId: string, ruling: AiRuling): Promise<void> {
  const { id, assetId, use, product, decision, system, partKind, note, by, at } = ruling
  await sql`insert into ai_discovery (workspace_id, id, asset_id, use, product, decision, system_slug, part_kind, note,
      decided_by, decided_at)
    values (${workspaceId}, ${id}, ${assetId}, ${use}, ${cleanText(product)}, ${decision}, ${system}, ${partKind},
      ${note === null ? null : cleanText(note)}, ${by}, ${at})
    on conflict (workspace_id, id) do update set decision = excluded.decision, system_slug = excluded.system_slug,
      part_kind = excluded.part_kind, note = excluded.note, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at`.execute(work)
}

/** Takes back what was said of it: it is a proposal again. */
export async function dropAiRuling(work: Work, id: string): Promise<void> {
  await sql`delete from ai_discovery where id = ${id}`.execute(work)
}
