import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NamedAsset, Standing } from '#core/vocabulary'
import type { AssetId } from '#exposure/inventory'
import type { ObservationValue } from '../observation.ts'
import { excludedBy } from '../scope.ts'
import { readScope } from './scope.ts'

/** An asset that has something to be recorded: software, or what is wrong with it. */
export interface AssetToRecord {
  id: AssetId
  asset: NamedAsset
  standing: Standing | null
  /** Digest of what was recorded of it last, and when. */
  recorded: string | null
  recordedAt: Instant | null
}

/**
 * Assets with services or weaknesses, seen or lost, in the order of their ids; `only`: that one. Not what is excluded: nobody
 * looks there any more, so nothing is opened or closed.
 */
export async function assetsToRecord<Tables>(work: Transaction<Tables>, only?: string): Promise<AssetToRecord[]> {
  const { rows } = await sql<AssetToRecord>`select a.id, json_build_object('kind', a.kind, 'name', a.name) as asset,
      s.standing, r.digest as recorded, instant_text(r.recorded_at) as "recordedAt"
    from asset a left join surface_asset s on s.asset_id = a.id left join surface_recording r on r.asset_id = a.id
    where a.id in (select asset_id from observation where kind in ('service', 'weakness'))
      and ${only === undefined ? sql`true` : sql`a.id = ${only}`} order by a.id`.execute(work)
  if (only !== undefined) return rows
  const isExcluded = excludedBy(await readScope(work))
  return rows.filter(({ asset }) => !isExcluded(asset))
}

/** What stands of an asset. */
export async function standingObservations<Tables>(
  work: Transaction<Tables>,
  assetId: string,
): Promise<(ObservationValue & { firstSeen: string; lastSeen: string })[]> {
  const { rows } = await sql<ObservationValue & { firstSeen: string; lastSeen: string }>`select kind, value,
      instant_text(first_seen) as "firstSeen", instant_text(last_seen) as "lastSeen"
    from observation where asset_id = ${assetId} and gone_at is null order by kind, key`.execute(work)
  return rows
}

/** Keeps what was recorded of an asset. */
export async function noteRecording<Tables>(
  work: Transaction<Tables>,
  { workspaceId, assetId, digest, at }: { workspaceId: string; assetId: string; digest: string; at: Instant },
): Promise<void> {
  await sql`insert into surface_recording (workspace_id, asset_id, digest, recorded_at)
    values (${workspaceId}, ${assetId}, ${digest}, ${at})
    on conflict (workspace_id, asset_id) do update set digest = excluded.digest, recorded_at = excluded.recorded_at`.execute(
    work,
  )
}
