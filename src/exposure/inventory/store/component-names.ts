import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** A package, or software without a purl, by its name alone. */
export interface SeenName {
  type: string | null
  namespace: string | null
  name: string
}

/** Packages of distributions: most of what hosts have, and known by other names than those of their projects. */
const OF_DISTRIBUTIONS = ['deb', 'rpm', 'apk', 'alpm', 'qpkg']

/**
 * Every name of software of these purl types, and of what has no purl, once. Of all assets also names that are not there any
 * more; of one asset those that are.
 */
export async function seenNames(work: Work, types: readonly string[], assetId?: string): Promise<SeenName[]> {
  if (assetId === undefined) await addNames(work)
  const { rows } = await (assetId === undefined
    ? sql<SeenName>`select type, namespace, name from component_name where type = any (${types}::text[]) or type is null`
    : sql<SeenName>`select distinct type, namespace, name from component
        where present and asset_id = ${assetId} and (type = any (${types}::text[]) or purl is null)`
  ).execute(work)
  return rows
}

/** Adds the names of imports that came since names were asked for; of all at once where none was. */
async function addNames(work: Work): Promise<void> {
  const { rows } = await sql<{ id: string; isFirst: boolean }>`
    select i.id, not exists (select from named_import) as "isFirst" from import i
    where not exists (select from named_import n where n.workspace_id = i.workspace_id and n.import_id = i.id)
    order by i.id`.execute(work)
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await insertNames(
    work,
    rows[0]!.isFirst
      ? sql`component c`
      : sql`import_component ic join component c on c.workspace_id = ic.workspace_id and c.id = ic.component_id
          and ic.import_id = any (${ids}::text[])`,
  )
  // In the order of their ids, as the names are: two who ask at once wait for each other, and neither for ever.
  await sql`insert into named_import (workspace_id, import_id)
    select i.workspace_id, i.id from import i where i.id = any (${ids}::text[]) order by i.id
    on conflict do nothing`.execute(work)
}

async function insertNames(work: Work, from: RawBuilder<unknown>): Promise<void> {
  await sql`insert into component_name (workspace_id, id, type, namespace, name)
    select workspace_id, md5(concat_ws(chr(1), coalesce(type, chr(2)), coalesce(namespace, chr(2)), name))::uuid as id, type,
      namespace, name
    from (select c.workspace_id, c.type, c.namespace, c.name from ${from}
      where c.type is null or c.type <> all (${OF_DISTRIBUTIONS}::text[])
      group by c.workspace_id, c.type, c.namespace, c.name) names
    order by id on conflict do nothing`.execute(work)
}
