import { sql, type Transaction } from 'kysely'
import type { Component, ComponentEvidence, VexStatement } from '#core/vocabulary'
import type { AssetId } from '../identity.ts'

const PAGE = 5_000

interface StoredRow {
  id: string
  purl: string | null
  cpes: string[]
  name: string
  namespace: string | null
  version: string | null
  type: string | null
  distribution: Component['distribution'] | null
  upstream: Component['upstream']
  module: string | null
  licences: string[]
  location: string
  scope: Component['scope'] | null
  evidence: ComponentEvidence[][]
  depends_on: string[][]
}

/** The latest import of each witness of an asset: what decides its inventory. */
function latestImports(assetId: AssetId) {
  return sql`
    select distinct on (witness) id, vex from import where asset_id = ${assetId}
    order by witness, stated_at desc, content_digest desc`
}

/**
 * The components present on an asset, by id, with the evidence of every witness that shows them now. `ref` is the
 * component's id. Streams through a cursor of the caller's transaction: one consistent view, 5,000 rows at a time.
 */
export async function* componentsOfAsset<Tables>(
  transaction: Transaction<Tables>,
  assetId: AssetId,
): AsyncGenerator<Component> {
  const cursor = sql.id(`components_${assetId}`)
  await sql`
    declare ${cursor} no scroll cursor for
    with latest as materialized (${latestImports(assetId)}), seen as (
      select component_id, jsonb_agg(evidence order by import_id) as evidence, jsonb_agg(to_jsonb(depends_on) order by import_id) as depends_on
      from import_component where import_id in (select id from latest) group by component_id
    )
    select component.*, seen.evidence, seen.depends_on
    from component join seen on seen.component_id = component.id
    where component.asset_id = ${assetId} and component.present
    order by component.id`.execute(transaction)
  for (;;) {
    const { rows } = await sql<StoredRow>`fetch ${sql.lit(PAGE)} from ${cursor}`.execute(transaction)
    for (const row of rows) yield componentOf(row)
    if (rows.length < PAGE) break
  }
  await sql`close ${cursor}`.execute(transaction)
}

function componentOf(row: StoredRow): Component {
  const { purl, namespace, version, type, distribution, module, scope } = row
  return {
    ref: row.id,
    ...(purl === null ? {} : { purl }),
    cpes: row.cpes,
    name: row.name,
    ...(namespace === null ? {} : { namespace }),
    ...(version === null ? {} : { version }),
    ...(type === null ? {} : { type }),
    ...(distribution ? { distribution } : {}),
    upstream: row.upstream,
    ...(module === null ? {} : { module }),
    licences: row.licences,
    location: row.location,
    ...(scope ? { scope } : {}),
    dependsOn: [...new Set(row.depends_on.flat())],
    evidence: row.evidence.flat(),
  }
}

/** The VEX statements that the latest import of each witness carried. */
export async function vexOfAsset<Tables>(transaction: Transaction<Tables>, assetId: AssetId): Promise<VexStatement[]> {
  const { rows } = await sql<{ vex: VexStatement[] }>`
    with latest as (${latestImports(assetId)}) select vex from latest order by id`.execute(transaction)
  return rows.flatMap((row) => row.vex)
}
