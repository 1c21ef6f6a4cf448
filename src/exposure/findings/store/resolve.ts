import { type RawBuilder, sql, type Transaction } from 'kysely'
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
  /** Why what is missing ends, where the asset itself says so. */
  because?: 'not-ours' | undefined
}

const placeColumns = sql`f.id, f.kind, f.state, f.vulnerability_id as "vulnerabilityId", f.rule_id as "ruleId", f.aliases,
  f.component_key as "componentKey", f.component_version as "componentVersion",
  f.other_versions as "otherVersions", f.location`

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

interface Unimplied extends Place {
  componentName: string
  otherVersions: string[] | null
  /** It rested on the word of a tool alone. */
  isReported: boolean
}

async function missingFindings(work: Work, { assetId, ids, because }: Implied): Promise<Missing[]> {
  const { rows } = await sql<Unimplied>`
    select ${placeColumns}, f.component_name as "componentName", f.method = 'reported' as "isReported" from finding f
    where f.asset_id = ${assetId} and f.state <> 'resolved'
      and not exists (select from unnest(${ids}::text[]) as i (id) where i.id = f.id)`.execute(work)
  if (rows.length === 0) return []
  const versions = await versionsThere(work, assetId, rows)
  const stillReported = await reportedStill(work, assetId, rows)
  return rows.map((finding) => {
    const there = versions.get(keyOf(finding.location, finding.componentName))
    return {
      ...finding,
      left: finding.componentKey !== '' && !there,
      resolution: because ?? resolutionOf(finding, there, !stillReported.has(finding.id)),
    }
  })
}

/**
 * `gone`: no such component is left. `fixed`: it is there, in none of the versions that were in the range. `superseded`: the knowledge
 * changed. `not-reported`: the tool on whose word it rested no longer states it. `not-ours`: somebody said that its asset is
 * another’s.
 */
function resolutionOf(
  { componentKey, componentVersion, otherVersions, isReported }: Unimplied,
  there: readonly string[] | undefined,
  isUnreported: boolean,
): string {
  if (componentKey === '') return 'not-reported'
  if (!there) return 'gone'
  if (![componentVersion ?? '', ...(otherVersions ?? [])].some((version) => there.includes(version))) return 'fixed'
  return isReported && isUnreported ? 'not-reported' : 'superseded'
}

/** Those of components that rested on a tool's word alone and that a deciding report still speaks of. */
async function reportedStill(
  work: Work,
  assetId: string,
  findings: readonly Unimplied[],
): Promise<ReadonlySet<string>> {
  const ids = findings.filter((one) => one.isReported && one.componentKey !== '').map(({ id }) => id)
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    with said as materialized (
      select distinct n.name, r->>'componentRef' as component
      from (${latestReports(assetId)}) i cross join lateral jsonb_array_elements(i.reported) r
        cross join lateral jsonb_array_elements_text(r->'ids') n (name)
    )
    select distinct f.id from finding f cross join lateral unnest(f.vulnerability_id || f.aliases) n (name)
      join said on said.name = n.name and said.component = any (f.components)
    where f.id = any (${ids}::text[])`.execute(work)
  return new Set(rows.map(({ id }) => id))
}

/** Of each witness of an asset its newest complete report. */
function latestReports(assetId: string): RawBuilder<unknown> {
  return sql`select distinct on (i.witness) i.* from import i
    where i.asset_id = ${assetId} and i.complete and (i.reported is not null or i.stated is not null)
    order by i.witness, i.stated_at desc, i.content_digest desc`
}

function keyOf(location: string, name: string): string {
  return `${location}\n${name}`
}

/** In which versions the components of findings are at their places now; one that is not there is missing. */
async function versionsThere(
  work: Work,
  assetId: string,
  findings: readonly Unimplied[],
): Promise<ReadonlyMap<string, string[]>> {
  const [locations, names] = [findings.map(({ location }) => location), findings.map((one) => one.componentName)]
  const { rows } = await sql<{ location: string; name: string; versions: string[] }>`
    select c.location, n.name, array_agg(distinct coalesce(c.version, '')) as versions
    from component c cross join lateral (values (c.name), (c.namespace || '/' || c.name)) as n (name)
      join (select distinct * from unnest(${locations}::text[], ${names}::text[]) as w (location, name)) wanted
        on wanted.location = c.location and wanted.name = n.name
    where c.asset_id = ${assetId} and c.present group by c.location, n.name`.execute(work)
  return new Map(rows.map(({ location, name, versions }) => [keyOf(location, name), versions]))
}

async function successorsOf(
  work: Work,
  { assetId, came }: Implied,
  missing: readonly Missing[],
): Promise<Succession[]> {
  const keys = [...new Set(missing.map(({ componentKey }) => componentKey))]
  const { rows } = await sql<Place>`select ${placeColumns} from finding f
    where f.asset_id = ${assetId} and f.state <> 'resolved'
      and f.component_key = any (${keys}::text[])`.execute(work)
  const [gone, isNew] = [new Set(missing.map(({ id }) => id)), new Set(came)]
  const { coming = [], standing = [] } = Object.groupBy(
    rows.filter(({ id }) => !gone.has(id)),
    ({ id }) => (isNew.has(id) ? 'coming' : 'standing'),
  )
  return successions(missing, coming, standing)
}

/** Of what a tool no longer states, its newest report is told with it. */
async function end(work: Work, { workspaceId, assetId, now }: Implied, ending: readonly Missing[]): Promise<void> {
  await sql`
    with report as materialized (
      select distinct on (i.importer) i.importer, coalesce(i.tool, i.importer) as tool, i.file_name, i.stated_at
      from (${latestReports(assetId)}) i order by i.importer, i.stated_at desc, i.content_digest desc
    ), ended as (
      update finding f set state = 'resolved', disposition_id = null, resolved_at = ${now}, resolution = e.resolution
      from unnest(${ending.map(({ id }) => id)}::text[], ${ending.map(({ resolution }) => resolution)}::text[]) as e (id, resolution)
      where f.id = e.id
      returning f.id, f.resolution, f.source
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}, e.id, ${now}, 'resolved', jsonb_strip_nulls(jsonb_build_object('resolution', e.resolution,
      'seenBy', r.tool, 'seenAt', r.stated_at, 'fileName', r.file_name))
    from ended e left join report r on e.resolution = 'not-reported' and r.importer = e.source`.execute(work)
}
