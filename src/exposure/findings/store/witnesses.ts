import { sql, type Transaction } from 'kysely'
import type { NoTables } from '#platform/database'

/**
 * A witness is a component shown by the latest import of its kind; only differences are written. Reads `staged_component`,
 * as the findings were written from it.
 */
export async function refreshWitnesses(
  work: Transaction<NoTables>,
  workspaceId: string,
  assetId: string,
): Promise<void> {
  await sql`create temporary table staged_witness on commit drop as
    with latest as (
      select distinct on (witness) id from import where asset_id = ${assetId} order by witness, stated_at desc, content_digest desc
    )
    select s.finding_id, ic.component_id, ic.import_id
    from staged_component s join import_component ic on ic.component_id = s.component_id join latest l on l.id = ic.import_id`.execute(
    work,
  )
  await sql`analyze staged_witness`.execute(work)
  await sql`delete from finding_witness w using finding f
    where f.id = w.finding_id and f.asset_id = ${assetId} and f.state <> 'resolved' and not exists (
      select from staged_witness s where s.finding_id = w.finding_id and s.component_id = w.component_id and s.import_id = w.import_id)`.execute(
    work,
  )
  await sql`insert into finding_witness (workspace_id, finding_id, component_id, import_id)
    select ${workspaceId}, finding_id, component_id, import_id from staged_witness on conflict do nothing`.execute(work)
  await sql`drop table staged_witness`.execute(work)
}
