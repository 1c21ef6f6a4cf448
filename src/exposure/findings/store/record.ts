import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import { type CoverageRow, DEFAULT_MAX_AGE_DAYS, type Exposure } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import type { StatedDraft } from '../stated.ts'
import type { Succession } from '../succession.ts'
import { type AssessmentBasis, noteAssessed } from './assessments.ts'
import { settleClaims } from './claims.ts'
import { applyDispositions } from './dispositions.ts'
import { handOver } from './hand-over.ts'
import { resolveMissing } from './resolve.ts'
import { DraftScores } from './scores.ts'
import { type DraftParts, type Sightings, type Written, writeFindings } from './write-findings.ts'
import { writeStated } from './write-stated.ts'

/** How the recorded findings of one asset changed. */
export interface RecordedFindings {
  opened: number
  reopened: number
  changed: number
  resolved: number
  /** Go on as others: under another name of the vulnerability, or at another place. */
  moved: number
  unchanged: number
}

export const nothingRecorded: RecordedFindings = {
  opened: 0,
  reopened: 0,
  changed: 0,
  resolved: 0,
  moved: 0,
  unchanged: 0,
}

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
  /** Why what is missing ends, where the asset itself says so. */
  because?: 'not-ours' | undefined
}

type Work = Transaction<NoTables>

/**
 * Makes the recorded findings of one asset equal to `drafts`, in one transaction: opens, reopens, updates what changed and
 * resolves what is no longer implied; what goes on as another finding takes along what people did about it. The same
 * drafts again write nothing.
 */
export async function recordFindings(
  database: Database,
  workspaceId: string,
  assetId: string,
  { drafts, sightings, stated, coverage, basis, exposure, because }: Assessed,
  now: Instant,
): Promise<RecordedFindings> {
  return database.inWorkspace(workspaceId, async (work) => {
    if (!(await lockAsset(work, workspaceId, assetId))) return nothingRecorded
    const of = { workspaceId, assetId, exposure, now }
    const scores = new DraftScores()
    const findings = await writeFindings(work, of, scores.watch(drafts), sightings)
    for (const draft of stated) scores.note(draft)
    const written = [findings, await writeStated(work, of, stated)]
    const implied = [...findings.drafts, ...stated]
    const came = written.flatMap(({ opened, reopened }) => [...opened, ...reopened])
    const ids = implied.map(({ id }) => id)
    // Where there was nothing before, nothing can be missing.
    const { ended, moved } = findings.isFirst
      ? { ended: 0, moved: [] }
      : await resolveMissing(work, { workspaceId, assetId, ids, came, now, because })
    await handOver(work, { workspaceId, now }, moved)
    await settleClaims(work, { workspaceId, assetId, now }, implied)
    await replaceCoverage(work, workspaceId, assetId, coverage(), now)
    await applyDispositions(work, workspaceId, now, sql`f.asset_id = ${assetId}`)
    await noteAssessed(work, workspaceId, assetId, basis, now)
    await scores.write(work, workspaceId)
    return countsOf(written, implied.length, ended, moved)
  })
}

/** What moved neither came nor ended. */
function countsOf(
  written: readonly Written[],
  implied: number,
  resolved: number,
  moved: readonly Succession[],
): RecordedFindings {
  const successors = new Set(moved.flatMap(({ how, to }) => (how === 'moved' ? [to.id] : [])))
  const countOf = (ids: readonly string[]) => ids.filter((id) => !successors.has(id)).length
  const opened = countOf(written.flatMap((one) => one.opened))
  const reopened = countOf(written.flatMap((one) => one.reopened))
  const changed = written.reduce((total, one) => total + one.changed, 0)
  const unchanged = implied - opened - reopened - changed - successors.size
  return { opened, reopened, changed, resolved, moved: moved.length, unchanged }
}

/**
 * Two assessments of one asset at the same time would resolve each other's findings; and findings belong to an asset that is
 * there. @returns false when it was deleted.
 */
async function lockAsset(work: Work, workspaceId: string, assetId: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`finding:${workspaceId}:${assetId}`}, 0))`.execute(work)
  return (await sql`select from asset where id = ${assetId} for key share`.execute(work)).rows.length > 0
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
