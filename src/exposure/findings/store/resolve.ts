import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { type Gone, type Place, type Succession, successions } from '../succession.ts'

type Work = Transaction<NoTables>

/** How a finding ends that does not go on as another. */
interface Missing extends Gone {
  resolution: string
}

/** What an assessment implies and brought, of which asset. */
export interface Implied {
  workspaceId: string
  assetId: string
  ids: readonly string[]
  /** Those that it opened or reopened. */
  came: readonly string[]
  now: Instant
}

const placeColumns = sql`f.id, f.kind, f.state, f.vulnerability_id as "vulnerabilityId", f.aliases,
  f.component_key as "componentKey", f.component_version as "componentVersion", f.location`

/**
 * Ends what is no longer implied. @returns how many ended, and which of them go on as others: those are yet to be handed
 * over, and are left as they are.
 */
export async function resolveMissing(work: Work, implied: Implied): Promise<{ ended: number; moved: Succession[] }> {
  const missing = await missingFindings(work, implied)
  if (missing.length === 0) return { ended: 0, moved: [] }
  const moved = await successorsOf(work, implied, missing)
  const goOn = new Set(moved.map(({ from }) => from.id))
  const ending = missing.filter(({ id }) => !goOn.has(id))
  if (ending.length > 0) await end(work, implied, ending)
  return { ended: ending.length, moved }
}

/**
 * `gone`: no such component is left. `fixed`: it is there in a version outside the range. `superseded`: the knowledge
 * changed. `not-reported`: the tool on whose word it rested no longer states it.
 */
async function missingFindings(work: Work, { assetId, ids }: Implied): Promise<Missing[]> {
  const { rows } = await sql<Missing>`
    select ${placeColumns}, f.component_key <> '' and c.versions is null as left,
      case when f.component_key = '' then 'not-reported' when c.versions is null then 'gone'
        when coalesce(f.component_version, '') = any (c.versions) then 'superseded' else 'fixed' end as resolution
    from finding f left join lateral (
      select array_agg(distinct coalesce(c.version, '')) as versions from component c
      where c.asset_id = f.asset_id and c.present and c.location = f.location
        and f.component_name in (c.name, c.namespace || '/' || c.name)
    ) c on f.component_key <> ''
    where f.asset_id = ${assetId} and f.state <> 'resolved'
      and not exists (select from unnest(${ids}::text[]) as i (id) where i.id = f.id)`.execute(work)
  return rows
}

async function successorsOf(
  work: Work,
  { assetId, came }: Implied,
  missing: readonly Missing[],
): Promise<Succession[]> {
  const keys = [...new Set(missing.map(({ componentKey }) => componentKey))]
  const { rows } = await sql<Place>`select ${placeColumns} from finding f
    where f.asset_id = ${assetId} and f.state <> 'resolved' and f.vulnerability_id is not null
      and f.component_key = any (${keys}::text[])
      and not f.id = any (${missing.map(({ id }) => id)}::text[])`.execute(work)
  const isNew = new Set(came)
  const [coming, standing] = [rows.filter(({ id }) => isNew.has(id)), rows.filter(({ id }) => !isNew.has(id))]
  return successions(missing, coming, standing)
}

async function end(work: Work, { workspaceId, now }: Implied, ending: readonly Missing[]): Promise<void> {
  await sql`
    with ended as (
      update finding f set state = 'resolved', disposition_id = null, resolved_at = ${now}, resolution = e.resolution
      from unnest(${ending.map(({ id }) => id)}::text[], ${ending.map(({ resolution }) => resolution)}::text[]) as e (id, resolution)
      where f.id = e.id
      returning f.id, f.resolution
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}, id, ${now}, 'resolved', jsonb_build_object('resolution', resolution) from ended`.execute(
    work,
  )
}
