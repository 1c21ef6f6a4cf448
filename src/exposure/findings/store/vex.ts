import { sql } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import type { DispositionScope, DispositionStatus } from '../disposition.ts'

/** A finding with what VEX products may name. */
export interface VexCandidate {
  id: string
  vulnerabilityId: string
  recordIds: string[]
  componentKey: string
  componentVersion: string | null
  otherVersions: string[] | null
  /** What shows it, each version for itself; never none. */
  components: { purl?: string; cpes: string[] }[]
  subject: { name: string; purl?: string }
  /** Statements of which document rule on it already. */
  ruledBy: { document: string; statement: number } | null
  state: string
}

/** Unresolved findings about any of these vulnerabilities, by any of their ids. */
export async function vexCandidates(
  database: Database,
  workspaceId: string,
  vulnerabilities: readonly string[],
): Promise<VexCandidate[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<VexCandidate>`select f.id, f.vulnerability_id as "vulnerabilityId",
        array(select distinct r->>'recordId' from json_array_elements(f.match->'records') r) as "recordIds",
        f.component_key as "componentKey", f.component_version as "componentVersion",
        f.other_versions as "otherVersions", f.state,
        coalesce((select jsonb_agg(distinct jsonb_strip_nulls(jsonb_build_object('purl', c.purl, 'cpes', coalesce(c.cpes, '{}'))))
          from component c where c.id = any (f.components)), '[{"cpes": []}]') as components,
        jsonb_strip_nulls(jsonb_build_object('name', a.name, 'purl', i.subject->>'purl')) as subject,
        case when d.vex_document_id is not null then
          jsonb_build_object('document', d.vex_document_id, 'statement', d.vex_statement) end as "ruledBy"
      from finding f join asset a on a.id = f.asset_id
      left join lateral (select subject from import where asset_id = a.id order by stated_at desc, content_digest desc limit 1) i on true
      left join disposition d on d.id = f.disposition_id
      where f.state <> 'resolved' and (f.vulnerability_id = any (${vulnerabilities}::text[])
        or f.record_id = any (${vulnerabilities}::text[]))
      order by f.id`.execute(work),
  )
  return rows
}

/** A ruling with one finding it suppresses, and one of the versions that show it. */
export interface RuledFinding {
  id: string
  status: DispositionStatus
  scope: DispositionScope
  vulnerabilityId: string
  justification: string | null
  reason: string
  madeAt: Instant
  endsAt: Instant
  component: { purl?: string; cpes: string[]; name: string; version?: string }
  subject: { name: string; purl?: string }
  /** What the document it came from says, word for word. */
  statement: unknown
}

const MOST_ROWS = 500_000

/** Rulings in force with the findings they suppress now; of one asset where it is named. */
export async function ruledFindings(
  database: Database,
  workspaceId: string,
  assetId: string | undefined,
): Promise<RuledFinding[]> {
  const ofAsset = assetId === undefined ? sql`` : sql`and f.asset_id = ${assetId}`
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<RuledFinding>`select d.id, d.status, d.scope, f.vulnerability_id as "vulnerabilityId", d.justification, d.reason,
        instant_text(d.made_at) as "madeAt", instant_text(d.ends_at) as "endsAt",
        jsonb_strip_nulls(jsonb_build_object('purl', c.purl, 'cpes', coalesce(c.cpes, '{}'), 'name', f.component_name,
          'version', coalesce(c.version, f.component_version))) as component,
        jsonb_strip_nulls(jsonb_build_object('name', a.name, 'purl', i.subject->>'purl')) as subject,
        v.book->'claims'->d.vex_statement as statement
      from finding f join disposition d on d.id = f.disposition_id join asset a on a.id = f.asset_id
      left join vex_document v on v.id = d.vex_document_id
      left join lateral (select distinct purl, cpes, version from component where id = any (f.components)) c on true
      left join lateral (select subject from import where asset_id = a.id order by stated_at desc, content_digest desc limit 1) i on true
      where f.state = 'suppressed' and f.vulnerability_id is not null ${ofAsset} order by d.made_at, d.id, f.id, c.version, c.purl limit ${MOST_ROWS}`.execute(
      work,
    ),
  )
  return rows
}

export interface StoredVexDocument {
  id: string
  format: string
  fileName: string
  documentId: string | null
  author: string | null
  statedAt: string | null
  statements: number
  importedBy: string
  importedAt: Instant
}

/** Keeps a document; one that is there stays as it is. */
export async function keepVexDocument(
  database: Database,
  workspaceId: string,
  document: StoredVexDocument,
  book: object,
): Promise<void> {
  const { id, format, fileName, documentId, author, statedAt, statements, importedBy, importedAt } = document
  await database.inWorkspace(workspaceId, (work) =>
    sql`insert into vex_document (workspace_id, id, format, file_name, document_id, author, stated_at, statements, book,
        imported_by, imported_at)
      values (${workspaceId}, ${id}, ${format}, ${fileName}, ${documentId}, ${author}, ${statedAt}, ${statements},
        ${JSON.stringify(book)}, ${importedBy}, ${importedAt}) on conflict do nothing`.execute(work),
  )
}

/** A document as it was taken apart, under the id of its content; `undefined`: no such document here. */
export async function findVexDocument(database: Database, workspaceId: string, id: string): Promise<unknown> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ book: unknown }>`select book from vex_document where id = ${id}`.execute(work),
  )
  return rows[0]?.book
}
