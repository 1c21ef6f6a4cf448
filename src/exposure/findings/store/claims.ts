import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NoTables } from '#platform/database'
import { statesIt } from './states-it.ts'
import type { ImpliedFinding } from './write-findings.ts'

type Work = Transaction<NoTables>

/** Who speaks about which findings of an asset, and when. */
interface Assessment {
  workspaceId: string
  assetId: string
  now: Instant
}

interface Claim {
  finding_id: string
  resolution: string | null
}

/**
 * What somebody said is fixed is confirmed or refuted by what an import shows that speaks of a later time: a finding that
 * is no longer implied was resolved before, one that an import still shows or states is open as before it was claimed.
 * Either is in its history with who said so. Without such an import the claim stands, unseen.
 */
export async function settleClaims(
  work: Work,
  { workspaceId, assetId, now }: Assessment,
  drafts: readonly ImpliedFinding[],
): Promise<void> {
  const { rows: claims } = await sql<Claim>`
    select w.finding_id, f.resolution from finding_work w join finding f on f.workspace_id = w.workspace_id and f.id = w.finding_id
    where w.progress = 'claimed-fixed' and f.asset_id = ${assetId}`.execute(work)
  if (claims.length === 0) return
  const closed = claims.filter(({ resolution }) => resolution !== null).map(({ finding_id }) => finding_id)
  if (closed.length > 0) await noteVerified(work, workspaceId, closed, now)
  const claimed = new Set(claims.map(({ finding_id }) => finding_id))
  const implied = drafts.filter(({ id }) => claimed.has(id))
  if (implied.length > 0) await noteStillSeen(work, workspaceId, implied, now)
}

/** What an import is called by. */
const seenBy = sql`coalesce(i.tool, i.importer)`

/** Imports that showed a component of a finding `f`, or stated it: its witnesses. */
const witnessed = sql`(exists (select from import_component ic where ic.import_id = i.id and ic.component_id = any (f.components))
  or f.component_key = '' and i.stated is not null and ${statesIt})`

/**
 * Gone, in a version outside the range, or no longer stated: that is what a claim waits for. It is verified by a complete
 * run of a witness of it that speaks of a later time than the claim; what ended otherwise is resolved, and that nothing
 * confirmed the claim is in its history.
 */
async function noteVerified(work: Work, workspaceId: string, ids: readonly string[], now: Instant): Promise<void> {
  await sql`
    with settled as (
      update finding_work w set progress = null, updated_at = ${now}
      from finding_work before
      where w.finding_id = any (${ids}::text[]) and before.workspace_id = w.workspace_id and before.finding_id = w.finding_id
      returning w.finding_id, before.claimed_at, before.claimed_by
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}, f.id, ${now}, case when i.id is null then 'claim-ended' else 'verified' end,
      jsonb_strip_nulls(jsonb_build_object(
        'resolution', f.resolution, 'claimedAt', s.claimed_at, 'claimedBy', s.claimed_by,
        'seenBy', i.by, 'seenAt', i.stated_at, 'importId', i.id, 'versions', c.versions))
    from settled s join finding f on f.id = s.finding_id
      left join lateral (
        select i.id, i.stated_at, ${seenBy} as by from import i
        where i.asset_id = f.asset_id and i.complete and i.stated_at > s.claimed_at
          and f.resolution in ('gone', 'fixed', 'not-reported')
          and i.witness in (select i.witness from import i where i.asset_id = f.asset_id and ${witnessed})
        order by i.stated_at desc, i.content_digest desc limit 1
      ) i on true
      left join lateral (
        select array_agg(distinct c.version order by c.version) as versions from component c
        where c.asset_id = f.asset_id and c.present and c.location = f.location
          and f.component_name in (c.name, c.namespace || '/' || c.name) and c.version is not null
      ) c on f.component_key <> '' and i.id is not null`.execute(work)
}

async function noteStillSeen(
  work: Work,
  workspaceId: string,
  implied: readonly ImpliedFinding[],
  now: Instant,
): Promise<void> {
  const finding = implied.flatMap(({ id, components }) => components.map(() => id))
  const component = implied.flatMap(({ components }) => components)
  const stated = implied.flatMap(({ id, components }) => (components.length === 0 ? [id] : []))
  await sql`
    with showing as (
      select w.finding_id, w.claimed_at, w.claimed_by, i.id, i.stated_at, i.content_digest, ${seenBy} as by, c.version, c.id as component
      from unnest(${finding}::text[], ${component}::text[]) as shown (finding_id, component_id)
        join finding_work w on w.finding_id = shown.finding_id
        join import_component ic on ic.component_id = shown.component_id
        join import i on i.workspace_id = ic.workspace_id and i.id = ic.import_id and i.stated_at > w.claimed_at
        join component c on c.id = shown.component_id and c.present
      union all
      select w.finding_id, w.claimed_at, w.claimed_by, i.id, i.stated_at, i.content_digest, ${seenBy}, f.component_version, ''
      from finding f join finding_work w on w.finding_id = f.id
        join import i on i.asset_id = f.asset_id and i.stated_at > w.claimed_at and i.stated is not null and ${statesIt}
      where f.id = any (${stated}::text[])
    ), seen as (
      select distinct on (finding_id) * from showing order by finding_id, stated_at desc, content_digest desc, component
    ), refuted as (
      update finding_work w set progress = null, updated_at = ${now} from seen s where w.finding_id = s.finding_id
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}, finding_id, ${now}, 'still-seen', jsonb_strip_nulls(jsonb_build_object(
      'claimedAt', claimed_at, 'claimedBy', claimed_by, 'seenBy', by, 'seenAt', stated_at, 'importId', id, 'version', version))
    from seen`.execute(work)
}
