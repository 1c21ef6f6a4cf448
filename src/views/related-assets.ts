import { sql, type Transaction } from 'kysely'
import type { RelatedAsset } from '#contract/relations'
import type { AssetKind } from '#core/vocabulary'

/** An asset as far as a picture of assets shows it. */
export interface AssetNodeSql {
  id: string
  kind: AssetKind
  name: string
  exposure: RelatedAsset['exposure']
  only_named: boolean
  now: number
  soon: number
  scheduled: number
  defer: number
}

/** Assets by id with their open findings by decision, in the order of the ids; those that are not there are left out. */
export async function readNodes<Tables>(work: Transaction<Tables>, ids: readonly string[]): Promise<AssetNodeSql[]> {
  const { rows } = await sql<AssetNodeSql>`
    select a.id, a.kind, a.name, a.exposure, a.last_digest = '' and not exists (select from surface_asset s where s.workspace_id = a.workspace_id
      and s.asset_id = a.id) as only_named,
      coalesce(o.now, 0) as now, coalesce(o.soon, 0) as soon, coalesce(o.scheduled, 0) as scheduled, coalesce(o.defer, 0) as defer
    from unnest(${[...new Set(ids)]}::text[]) with ordinality as near (id, n) join asset a on a.id = near.id
    left join lateral (select count(*) filter (where urgency = 'now')::int as now,
        count(*) filter (where urgency = 'soon')::int as soon, count(*) filter (where urgency = 'scheduled')::int as scheduled,
        count(*) filter (where urgency = 'defer')::int as defer
      from finding f where f.asset_id = a.id and f.state = 'open') o on true
    order by near.n`.execute(work)
  return rows
}

export function relatedAssetOf({ id, kind, name, exposure, only_named, ...open }: AssetNodeSql): RelatedAsset {
  const { now, soon, scheduled, defer } = open
  return { id, kind, name, exposure, open: { now, soon, scheduled, defer }, onlyNamed: only_named }
}
