import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import { type CoverageRow, DEFAULT_MAX_AGE_DAYS, type Exposure } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import type { StatedDraft } from '../stated.ts'
import { type AssessmentBasis, noteAssessed } from './assessments.ts'
import { settleClaims } from './claims.ts'
import { applyDispositions } from './dispositions.ts'
import { type DraftParts, type ImpliedFinding, type Sightings, type Written, writeFindings } from './write-findings.ts'
import { writeStated } from './write-stated.ts'

/** How the recorded findings of one asset changed. */
export interface RecordedFindings {
  opened: number
  reopened: number
  changed: number
  resolved: number
  unchanged: number
}

export const nothingRecorded: RecordedFindings = { opened: 0, reopened: 0, changed: 0, resolved: 0, unchanged: 0 }

/** What an assessment of one asset implies, and what it rests on. */
export interface Assessed {
  /** Each finding in one part only. */
  drafts: DraftParts
  /** When each component that a draft names was seen, by its id. */
  sightings: Sightings
  /** What rests on other tools' words alone. */
  stated: readonly StatedDraft[]
  /** Asked once all drafts were taken. */
  coverage: () => readonly CoverageRow[]
  basis: AssessmentBasis
  /** How reachable the asset is: a ruling may rest on it. */
  exposure: Exposure
}

type Work = Transaction<NoTables>

/**
 * Makes the recorded findings of one asset equal to `drafts`, in one transaction: opens, reopens, updates what changed and
 * resolves what is no longer implied. The same drafts again write nothing.
 */
export async function recordFindings(
  database: Database,
  workspaceId: string,
  assetId: string,
  { drafts, sightings, stated, coverage, basis, exposure }: Assessed,
  now: Instant,
): Promise<RecordedFindings> {
  return database.inWorkspace(workspaceId, async (work) => {
    if (!(await lockAsset(work, workspaceId, assetId))) return nothingRecorded
    const of = { workspaceId, assetId, exposure, now }
    const findings = await writeFindings(work, of, drafts, sightings)
    const written = [findings, await writeStated(work, of, stated)]
    const implied = [...findings.drafts, ...stated]
    const resolved = await resolveMissing(work, workspaceId, assetId, implied, now)
    await settleClaims(work, { workspaceId, assetId, now }, findings.drafts)
    await replaceCoverage(work, workspaceId, assetId, coverage(), now)
    await applyDispositions(work, workspaceId, now, sql`f.asset_id = ${assetId}`)
    await noteAssessed(work, workspaceId, assetId, basis, now)
    const [opened, reopened, changed] = [
      sumOf(written, 'opened'),
      sumOf(written, 'reopened'),
      sumOf(written, 'changed'),
    ]
    const unchanged = implied.length - opened - reopened - changed
    return { opened, reopened, changed, resolved, unchanged }
  })
}

function sumOf(written: readonly Written[], key: keyof Written): number {
  return written.reduce((total, one) => total + one[key], 0)
}

/**
 * Two assessments of one asset at the same time would resolve each other's findings; and findings belong to an asset that is
 * there. @returns false when it was deleted.
 */
async function lockAsset(work: Work, workspaceId: string, assetId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`finding:${workspaceId}:${assetId}`}, 0))`.execute(work)
  return (await sql`select from asset where id = ${assetId} for key share`.execute(work)).rows.length > 0
}

/** `gone`: no such component is left. `fixed`: it is there in a version outside the range. `superseded`: the knowledge changed. */
async function resolveMissing(
  work: Work,
  workspaceId: string,
  assetId: string,
  drafts: readonly Pick<ImpliedFinding, 'id'>[],
  now: Instant,
): Promise<number> {
  const implied = drafts.map(({ id }) => id)
  const { rows } = await sql<{ id: string }>`
    with missing as (
      select f.id, f.component_version,
        (select array_agg(distinct coalesce(c.version, '')) from component c
         where c.asset_id = f.asset_id and c.present and c.location = f.location and f.component_name in (c.name, c.namespace || '/' || c.name)) as versions
      from finding f
      where f.asset_id = ${assetId} and f.state <> 'resolved' and not exists (select from unnest(${implied}::text[]) as i (id) where i.id = f.id)
    ), ended as (
      update finding f set state = 'resolved', disposition_id = null, resolved_at = ${now},
        resolution = case when m.versions is null then 'gone'
          when coalesce(f.component_version, '') = any (m.versions) then 'superseded' else 'fixed' end
      from missing m where f.id = m.id
      returning f.id, f.resolution
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}, id, ${now}, 'resolved', jsonb_build_object('resolution', resolution) from ended
    )
    select id from ended`.execute(work)
  return rows.length
}

async function replaceCoverage(
  work: Work,
  workspaceId: string,
  assetId: string,
  coverage: readonly CoverageRow[],
  now: Instant,
): Promise<void> {
  await sql`delete from coverage where asset_id = ${assetId}`.execute(work)
  if (coverage.length === 0) return
  const rows = JSON.stringify(coverage)
  await sql`insert into coverage (workspace_id, asset_id, ecosystem, components, covered, no_knowledge, no_version, no_identity, as_of, max_age_days, fixes_only, matched_at)
    select ${workspaceId}, ${assetId}, r->>'ecosystem', (r->>'components')::int, (r->>'covered')::int,
      (r->'unknown'->>'noKnowledge')::int, (r->'unknown'->>'noVersion')::int, (r->'unknown'->>'noIdentity')::int,
      (r->>'asOf')::timestamptz, coalesce((r->>'maxAgeDays')::int, ${DEFAULT_MAX_AGE_DAYS}),
      coalesce((r->>'fixesOnly')::boolean, false), ${now}
    from jsonb_array_elements(${rows}::jsonb) r`.execute(work)
}
