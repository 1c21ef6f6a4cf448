import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import { copyFields, copyInto, type NoTables } from '#platform/database'
import type { StatedDraft } from '../stated.ts'
import { type FindingLine, lineMaker, saidColumns } from './finding-line.ts'
import type { Written } from './write-findings.ts'

type Work = Transaction<NoTables>

const ownColumns = ['kind', 'rule_id', 'vulnerability_id', 'severity', 'first_seen', 'last_seen']
const stagedColumns = ['id', 'due_days', ...ownColumns, ...saidColumns]

/** Opens and updates the findings of an asset that have no component: on a tool's word alone. */
export async function writeStated(
  work: Work,
  { workspaceId, assetId, exposure, now }: { workspaceId: string; assetId: string; exposure: Exposure; now: Instant },
  drafts: readonly StatedDraft[],
): Promise<Written> {
  if (drafts.length === 0) return { opened: [], reopened: [], changed: 0 }
  await sql`create temporary table if not exists staged_stated on commit delete rows as
    select id, 0 as due_days, ${names([...ownColumns, ...saidColumns])} from finding with no data`.execute(work)
  const lineOf = lineMaker(exposure)
  await copyInto(
    work,
    'staged_stated',
    stagedColumns,
    drafts.map((draft) => stagedLine(draft, lineOf(draft))),
  )
  const updated = await updateChanged(work, workspaceId, now)
  const opened = await openNew(work, workspaceId, assetId, now)
  const reopened = updated.flatMap(({ id, was_state }) => (was_state === 'resolved' ? [id] : []))
  return { opened, reopened, changed: updated.length - reopened.length }
}

function stagedLine(draft: StatedDraft, { said }: FindingLine): string {
  const { id, kind, ruleId, vulnerabilityId, severity, firstSeen, lastSeen, priority } = draft
  const own = [kind, ruleId, ruleId === null ? vulnerabilityId : null, severity, firstSeen, lastSeen]
  return `${copyFields([id, priority.dueDays ?? null, ...own])}\t${said}`
}

async function openNew(work: Work, workspaceId: string, assetId: string, now: Instant): Promise<string[]> {
  const columns = names([...ownColumns, ...saidColumns])
  const { rows } = await sql<{ id: string }>`
    with opened as (
      insert into finding (workspace_id, id, asset_id, state, priority_since, due_at, ${columns})
      select ${workspaceId}::uuid, id, ${assetId}, 'open', ${now}::timestamptz,
        ${now}::timestamptz + make_interval(days => due_days), ${columns}
      from staged_stated s where not exists (select from finding f where f.id = s.id)
      returning id, urgency, why
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}::uuid, id, ${now}, 'opened', jsonb_build_object('urgency', urgency, 'why', why) from opened
    )
    select id from opened`.execute(work)
  return rows.map(({ id }) => id)
}

interface Updated {
  id: string
  /** The state it had before. */
  was_state: string
}

async function updateChanged(work: Work, workspaceId: string, now: Instant): Promise<Updated[]> {
  const sets = [...ownColumns, ...saidColumns].map((name) => sql`${sql.ref(name)} = ${sql.ref(`s.${name}`)}`)
  const since = sql`case when was.urgency = s.urgency and was.state <> 'resolved' then f.priority_since else ${now}::timestamptz end`
  const { rows } = await sql<Updated>`
    with was as (
      select f.id, f.state, f.urgency, f.verdict, f.why, f.resolution from finding f join staged_stated s on s.id = f.id
      where f.state = 'resolved' or f.digest <> s.digest or f.severity is distinct from s.severity
        or f.first_seen <> s.first_seen or f.last_seen <> s.last_seen
        or (f.epss is null) <> (s.epss is null)
    ), after as (
      update finding f set ${sql.join(sets)},
        state = case when f.state = 'resolved' then 'open' else f.state end, resolution = null, resolved_at = null,
        moved_to = null, priority_since = ${since}, due_at = ${since} + make_interval(days => s.due_days)
      from staged_stated s join was on was.id = s.id
      where f.id = s.id
      returning f.id, f.urgency, f.verdict, f.why, was.state as was_state, was.urgency as was_urgency,
        was.verdict as was_verdict, was.why as was_why, was.resolution as was_resolution
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}::uuid, id, ${now}, case when was_state = 'resolved' then 'reopened' else 'changed' end,
        jsonb_build_object(
          'before', jsonb_build_object('urgency', was_urgency, 'verdict', was_verdict, 'why', was_why, 'resolution', was_resolution),
          'after', jsonb_build_object('urgency', urgency, 'verdict', verdict, 'why', why))
      from after
      where was_state = 'resolved' or (was_urgency, was_why) is distinct from (urgency, why)
    )
    select id, was_state from after`.execute(work)
  return rows
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((name) => sql.ref(name)))
}
