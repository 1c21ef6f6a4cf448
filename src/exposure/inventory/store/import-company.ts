import { sql, type Transaction } from 'kysely'
import type { AssetKind } from '#core/vocabulary'
import type { AssetId, ImportId } from '../identity.ts'
import { decidingImports } from './deciding-imports.ts'

/** An import that counts in the place of another of the same witness. */
export interface CountsInstead {
  fileName: string
  statedAt: string
  /** They state the same time: which of them counts is settled by their digests. */
  isSameTime: boolean
}

/** An import that goes on counting on an asset when another comes, because its subject or its tool is another. */
export interface CountsBeside {
  fileName: string
  because: 'subject' | 'tool'
  /** The other subject, or the other tool. */
  other: string
}

type Imported = { assetId: AssetId; importId: ImportId }

/** What counts in the place of an import that does not. */
export async function countsInstead<Tables>(
  work: Transaction<Tables>,
  { importId }: Imported,
): Promise<CountsInstead | undefined> {
  const { rows } = await sql<Omit<CountsInstead, 'statedAt'> & { statedAt: Date }>`
    select o.file_name as "fileName", o.stated_at as "statedAt", o.stated_at = i.stated_at as "isSameTime"
    from import i join import o on o.workspace_id = i.workspace_id and o.asset_id = i.asset_id and o.witness = i.witness
      and o.complete and (o.stated_at, o.content_digest) > (i.stated_at, i.content_digest)
    where i.id = ${importId} order by o.stated_at desc, o.content_digest desc limit 1`.execute(work)
  const [row] = rows
  return row && { ...row, statedAt: row.statedAt.toISOString() }
}

/** Inventories of the same importer that an import does not take the place of, newest first. */
export async function countsBeside<Tables>(
  work: Transaction<Tables>,
  { assetId, importId }: Imported,
): Promise<CountsBeside[]> {
  const { rows } = await sql<{ fileName: string; subject: string; tool: string | null; isOtherSubject: boolean }>`
    select o.file_name as "fileName", o.subject->>'name' as subject, o.tool,
      o.subject->>'name' is distinct from i.subject->>'name' as "isOtherSubject"
    from import i join import o on o.workspace_id = i.workspace_id and o.asset_id = i.asset_id
      and o.importer = i.importer and o.witness <> i.witness and o.component_count > 0
    where i.id = ${importId} and o.id in (${decidingImports(assetId)})
    order by o.stated_at desc, o.id limit 100`.execute(work)
  return rows.map(({ fileName, subject, tool, isOtherSubject }) =>
    isOtherSubject
      ? { fileName, because: 'subject', other: subject }
      : { fileName, because: 'tool', other: tool ?? 'unknown' },
  )
}

/** Assets that are called as one of these, whatever their case and kind. */
export async function assetsOfTheseNames<Tables>(
  work: Transaction<Tables>,
  names: readonly string[],
): Promise<{ id: AssetId; kind: AssetKind; name: string }[]> {
  const { rows } = await sql<{ id: AssetId; kind: AssetKind; name: string }>`select id, kind, name from asset
    where lower(name) = any (${names.map((name) => name.toLowerCase())}::text[]) order by name, id limit 100`.execute(
    work,
  )
  return rows
}
