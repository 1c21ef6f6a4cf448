import { sql, type Transaction } from 'kysely'
import type { SeenStated, StatedFinding } from '#core/vocabulary'
import type { AssetId } from '../identity.ts'
import { decidingImports } from './deciding-imports.ts'

/** What reports say of the asset itself: each as often as deciding imports state it, in the order of the imports' ids. */
export async function statedOfAsset<Tables>(transaction: Transaction<Tables>, assetId: AssetId): Promise<SeenStated[]> {
  const { rows } = await sql<{ said: StatedFinding; first: Date; last: Date }>`
    with said as materialized (
      select i.id, i.stated_at, e.said, e.n from import i cross join jsonb_array_elements(i.stated) with ordinality as e (said, n)
      where i.asset_id = ${assetId} and i.stated is not null
    ), seen as (
      select said->>'kind' as kind, said->>'tool' as tool, said->>'ruleId' as rule, said->>'location' as location,
        min(stated_at) as first, max(stated_at) as last
      from said group by 1, 2, 3, 4
    )
    select said.said, seen.first, seen.last
    from said join seen on seen.kind = said.said->>'kind' and seen.tool = said.said->>'tool'
      and seen.rule = said.said->>'ruleId' and seen.location = said.said->>'location'
    where said.id in (${decidingImports(assetId)})
    order by said.id, said.n`.execute(transaction)
  return rows.map(({ said, first, last }) => ({
    ...said,
    firstSeen: first.toISOString(),
    lastSeen: last.toISOString(),
  }))
}
