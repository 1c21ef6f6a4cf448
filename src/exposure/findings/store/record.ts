import { type RawBuilder, sql, type Transaction } from 'kysely'
import { canonicalJson, digestOf, type Instant } from '#core/kernel'
import type { CoverageRow, Exposure } from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { anchorOf } from '../disposition.ts'
import type { FindingDraft } from '../draft.ts'
import { type AssessmentBasis, noteAssessed } from './assessments.ts'
import { applyDispositions } from './dispositions.ts'

/** How the recorded findings of one asset changed. */
export interface RecordedFindings {
  opened: number
  reopened: number
  changed: number
  resolved: number
  unchanged: number
}

/** What an assessment of one asset implies, and what it rests on. */
export interface Assessed {
  drafts: readonly FindingDraft[]
  coverage: readonly CoverageRow[]
  basis: AssessmentBasis
  /** How reachable the asset is: a ruling may rest on it. */
  exposure: Exposure
}

type Work = Transaction<NoTables>

const BATCH = 2_000

/**
 * Makes the recorded findings of one asset equal to `drafts`, in one transaction: opens, reopens, updates what changed and
 * resolves what is no longer implied. The same drafts again write nothing.
 */
export async function recordFindings(
  database: Database,
  workspaceId: string,
  assetId: string,
  { drafts, coverage, basis, exposure }: Assessed,
  now: Instant,
): Promise<RecordedFindings> {
  return database.inWorkspace(workspaceId, async (work) => {
    await lockAsset(work, workspaceId, assetId)
    await stage(work, drafts, exposure)
    const opened = await openNew(work, workspaceId, assetId, now)
    const { reopened, changed } = await updateChanged(work, workspaceId, assetId, now)
    const resolved = await resolveMissing(work, workspaceId, assetId, now)
    await refreshWitnesses(work, workspaceId, assetId)
    await replaceCoverage(work, workspaceId, assetId, coverage, now)
    await applyDispositions(work, workspaceId, now, sql`f.asset_id = ${assetId}`)
    await noteAssessed(work, workspaceId, assetId, basis, now)
    await sql`drop table staged_finding, staged_component`.execute(work)
    return { opened, reopened, changed, resolved, unchanged: drafts.length - opened - reopened - changed }
  })
}

/** Two assessments of one asset at the same time would resolve each other's findings. */
async function lockAsset(work: Work, workspaceId: string, assetId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`finding:${workspaceId}:${assetId}`}, 0))`.execute(work)
}

async function stage(work: Work, drafts: readonly FindingDraft[], exposure: Exposure): Promise<void> {
  await sql`create temporary table staged_finding (
    id text primary key, vulnerability_id text, component_key text, location text, title text, ecosystem text,
    component_name text, component_version text, fixed_version text, cvss real, epss real, kev boolean, rank bigint,
    verdict text, method text, source text, record_id text, urgency text, outcome text, outcome_label text,
    decision_table text, basis text, why text, exploitation text, due_days int, match jsonb, priority jsonb,
    components text[], digest text, anchor jsonb, first_seen timestamptz, last_seen timestamptz
  ) on commit drop`.execute(work)
  for (let start = 0; start < drafts.length; start += BATCH) {
    const rows = JSON.stringify(drafts.slice(start, start + BATCH).map((draft) => stagedRow(draft, exposure)))
    await sql`insert into staged_finding select r.* from jsonb_populate_recordset(null::staged_finding, ${rows}::jsonb) r`.execute(
      work,
    )
  }
  // Nobody analyses temporary tables by themselves; unknown sizes are joined row by row.
  await sql`create temporary table staged_component on commit drop as
    select id as finding_id, unnest(components) as component_id from staged_finding`.execute(work)
  await sql`analyze staged_finding, staged_component`.execute(work)
  await sql`update staged_finding s set first_seen = seen.first_seen, last_seen = seen.last_seen
    from (select s.finding_id as id, min(c.first_seen) as first_seen, max(c.last_seen) as last_seen
          from staged_component s join component c on c.id = s.component_id group by s.finding_id) seen
    where seen.id = s.id`.execute(work)
}

function stagedRow(draft: FindingDraft, exposure: Exposure): object {
  const { match, priority, aliases: _told, ...shown } = draft
  const anchor = anchorOf(draft, exposure)
  return {
    id: draft.id,
    vulnerability_id: draft.vulnerabilityId,
    component_key: draft.componentKey,
    location: draft.location,
    title: draft.title,
    ecosystem: draft.ecosystem,
    component_name: draft.componentName,
    component_version: draft.componentVersion,
    fixed_version: draft.fixedVersion,
    cvss: draft.cvss,
    epss: draft.epss,
    kev: draft.kev,
    rank: draft.rank,
    verdict: match.verdict,
    method: match.method,
    source: match.source,
    record_id: match.recordId,
    urgency: priority.urgency,
    outcome: priority.outcome,
    outcome_label: priority.outcomeLabel,
    decision_table: priority.table,
    basis: priority.basis,
    why: priority.why,
    exploitation: priority.exploitation,
    due_days: priority.dueDays ?? null,
    match,
    priority,
    components: draft.components,
    // Changes when anything shown of the finding changes.
    digest: digestOf(canonicalJson({ ...shown, match, priority, anchor })),
    anchor,
  }
}

const copiedColumns = [
  'component_key',
  'location',
  'title',
  'ecosystem',
  'component_name',
  'component_version',
  'fixed_version',
  'cvss',
  'epss',
  'kev',
  'rank',
  'verdict',
  'method',
  'source',
  'record_id',
  'urgency',
  'outcome',
  'outcome_label',
  'decision_table',
  'basis',
  'why',
  'exploitation',
  'match',
  'priority',
  'digest',
  'anchor',
  'first_seen',
  'last_seen',
] as const

async function openNew(work: Work, workspaceId: string, assetId: string, now: Instant): Promise<number> {
  const columns = columnList()
  const { rows } = await sql<{ id: string }>`
    with opened as (
      insert into finding (workspace_id, id, asset_id, vulnerability_id, state, priority_since, due_at, ${columns})
      select ${workspaceId}, s.id, ${assetId}, s.vulnerability_id, 'open', ${now}::timestamptz,
        ${now}::timestamptz + make_interval(days => s.due_days), ${columnList('s.')}
      from staged_finding s where not exists (select from finding f where f.id = s.id)
      returning id, urgency, why
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}, id, ${now}, 'opened', jsonb_build_object('urgency', urgency, 'why', why) from opened
    )
    select id from opened`.execute(work)
  return rows.length
}

async function updateChanged(
  work: Work,
  workspaceId: string,
  assetId: string,
  now: Instant,
): Promise<{ reopened: number; changed: number }> {
  const { rows } = await sql<{ reopened: boolean }>`
    with before as (
      select f.id, f.state, f.resolution, f.urgency, f.verdict, f.why from finding f join staged_finding s on s.id = f.id
      where f.asset_id = ${assetId} and (f.digest <> s.digest or f.state = 'resolved' or f.last_seen <> s.last_seen or f.first_seen <> s.first_seen)
      for update of f
    ), after as (
      update finding f set ${sql.join(copiedColumns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`s.${name}`)}`))},
        state = case when f.state = 'resolved' then 'open' else f.state end, resolution = null, resolved_at = null,
        priority_since = case when b.urgency = s.urgency and b.state <> 'resolved' then f.priority_since else ${now}::timestamptz end,
        due_at = case when b.urgency = s.urgency and b.state <> 'resolved' then f.priority_since else ${now}::timestamptz end
          + make_interval(days => s.due_days)
      from staged_finding s join before b on b.id = s.id
      where f.id = s.id
      returning f.id, f.urgency, f.verdict, f.why
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}, a.id, ${now}, case when b.state = 'resolved' then 'reopened' else 'changed' end,
        jsonb_build_object('before', jsonb_build_object('urgency', b.urgency, 'verdict', b.verdict, 'why', b.why, 'resolution', b.resolution),
          'after', jsonb_build_object('urgency', a.urgency, 'verdict', a.verdict, 'why', a.why))
      from after a join before b on b.id = a.id
      where b.state = 'resolved' or (b.urgency, b.verdict, b.why) is distinct from (a.urgency, a.verdict, a.why)
    )
    select b.state = 'resolved' as reopened from before b`.execute(work)
  const reopened = rows.filter((row) => row.reopened).length
  return { reopened, changed: rows.length - reopened }
}

/** `gone`: no such component is left. `fixed`: it is there in a version outside the range. `superseded`: the knowledge changed. */
async function resolveMissing(work: Work, workspaceId: string, assetId: string, now: Instant): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    with missing as (
      select f.id, f.component_version,
        (select array_agg(distinct coalesce(c.version, '')) from component c
         where c.asset_id = f.asset_id and c.present and c.location = f.location and f.component_name in (c.name, c.namespace || '/' || c.name)) as versions
      from finding f
      where f.asset_id = ${assetId} and f.state <> 'resolved' and not exists (select from staged_finding s where s.id = f.id)
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

/** A witness is a component shown by the latest import of its kind; only differences are written. */
async function refreshWitnesses(work: Work, workspaceId: string, assetId: string): Promise<void> {
  await sql`create temporary table staged_witness on commit drop as
    with latest as (
      select distinct on (witness) id from import where asset_id = ${assetId} order by witness, stated_at desc, content_digest desc
    )
    select s.finding_id, ic.component_id, ic.import_id
    from staged_component s join import_component ic on ic.component_id = s.component_id join latest l on l.id = ic.import_id`.execute(
    work,
  )
  await sql`analyze staged_witness`.execute(work)
  await sql`delete from finding_witness w using finding f
    where f.id = w.finding_id and f.asset_id = ${assetId} and f.state <> 'resolved' and not exists (
      select from staged_witness s where s.finding_id = w.finding_id and s.component_id = w.component_id and s.import_id = w.import_id)`.execute(
    work,
  )
  await sql`insert into finding_witness (workspace_id, finding_id, component_id, import_id)
    select ${workspaceId}, finding_id, component_id, import_id from staged_witness on conflict do nothing`.execute(work)
  await sql`drop table staged_witness`.execute(work)
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
  await sql`insert into coverage (workspace_id, asset_id, ecosystem, components, covered, no_knowledge, no_version, no_identity, as_of, matched_at)
    select ${workspaceId}, ${assetId}, r->>'ecosystem', (r->>'components')::int, (r->>'covered')::int,
      (r->'unknown'->>'noKnowledge')::int, (r->'unknown'->>'noVersion')::int, (r->'unknown'->>'noIdentity')::int,
      (r->>'asOf')::timestamptz, ${now}
    from jsonb_array_elements(${rows}::jsonb) r`.execute(work)
}

function columnList(prefix = ''): RawBuilder<unknown> {
  return sql.join(copiedColumns.map((name) => sql.ref(`${prefix}${name}`)))
}
