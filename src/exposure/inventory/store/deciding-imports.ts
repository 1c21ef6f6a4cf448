import { type RawBuilder, sql } from 'kysely'

/**
 * The imports that decide an asset's state: of each witness its latest complete one and what came in after it. A later
 * run that is complete retracts; one that broke off, or does not say what it covered, only adds.
 */
export function decidingImports(assetId: string): RawBuilder<unknown> {
  return sql`select i.id from import i where i.asset_id = ${assetId} and not exists (
    select from import later where later.asset_id = i.asset_id and later.witness = i.witness and later.complete
      and (later.stated_at, later.content_digest) > (i.stated_at, i.content_digest))`
}
