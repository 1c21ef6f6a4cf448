import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import { type CopyValue, copyInto, copyLine, type NoTables } from '#platform/database'
import type { FindingDraft } from '../draft.ts'
import { type FindingLine, lineMaker, saidColumns } from './finding-line.ts'

type Work = Transaction<NoTables>

/** So many findings are written together: the next are made ready while the database writes these. */
const BATCH = 4_000

const stagedColumns = [
  'id',
  'vulnerability_id',
  'due_days',
  'first_seen',
  'last_seen',
  'was_state',
  'was_urgency',
  'was_verdict',
  'was_why',
  'was_resolution',
  ...saidColumns,
]

/** What opening and changing came to. */
export interface Written {
  opened: number
  reopened: number
  changed: number
}

/** What is recorded of a finding, or will be. */
interface Recorded {
  /** Place in its batch, from 1. */
  n: number
  first_seen: string
  last_seen: string
  /** `null`: it is not recorded yet. */
  state: string | null
  urgency: string | null
  verdict: string | null
  why: string | null
  resolution: string | null
}

/** Opens the findings that are not recorded, and updates those that differ or were resolved. */
export async function writeFindings(
  work: Work,
  { workspaceId, assetId, exposure, now }: { workspaceId: string; assetId: string; exposure: Exposure; now: Instant },
  drafts: readonly FindingDraft[],
): Promise<Written> {
  await makeStage(work)
  const lineOf = lineMaker(exposure)
  const written: Written = { opened: 0, reopened: 0, changed: 0 }
  let before: Promise<void> = Promise.resolve()
  try {
    for (let start = 0; start < drafts.length; start += BATCH) {
      const lines = drafts.slice(start, start + BATCH).map(lineOf)
      await before
      before = writeBatch(work, workspaceId, assetId, lines, now, written)
    }
  } finally {
    await before
  }
  return written
}

/** Made once for each connection, emptied by each commit: making and dropping them each time fills the catalogue. */
async function makeStage(work: Work): Promise<void> {
  await sql`create temporary table if not exists staged_finding with (toast_tuple_target = 8160) on commit delete rows as
    select id, vulnerability_id, 0 as due_days, first_seen, last_seen, state as was_state, urgency as was_urgency,
      verdict as was_verdict, why as was_why, resolution as was_resolution, ${columns()}
    from finding with no data`.execute(work)
}

async function writeBatch(
  work: Work,
  workspaceId: string,
  assetId: string,
  lines: readonly FindingLine[],
  now: Instant,
  written: Written,
): Promise<void> {
  const recorded = await compare(work, lines)
  if (recorded.length === 0) return
  const rows = recorded.map((one) => stagedLine(lines[one.n - 1]!, one))
  await copyInto(work, 'staged_finding', stagedColumns, rows)
  const isNew = recorded.filter(({ state }) => state === null).length
  if (isNew > 0) await openNew(work, workspaceId, assetId, now)
  if (isNew < recorded.length) await updateChanged(work, workspaceId, now)
  await sql`truncate staged_finding`.execute(work)
  const reopened = recorded.filter(({ state }) => state === 'resolved').length
  written.opened += isNew
  written.reopened += reopened
  written.changed += recorded.length - isNew - reopened
}

/**
 * Which findings are to be written, with what is recorded of them. Everything is looked up by its key, row by row,
 * whatever the planner believes of tables that have just grown.
 */
async function compare(work: Work, lines: readonly FindingLine[]): Promise<Recorded[]> {
  const component = lines.flatMap(({ draft }) => draft.components)
  const place = lines.flatMap(({ draft }, index) => draft.components.map(() => index + 1))
  const { rows } = await sql<Recorded>`
    select given.n::int as n, seen.first_seen::text, seen.last_seen::text, f.state, f.urgency, f.verdict, f.why, f.resolution
    from unnest(${lines.map(({ draft }) => draft.id)}::text[], ${lines.map(({ digest }) => digest)}::text[])
        with ordinality as given (id, digest, n)
      join (
        select shown.n, min(c.first_seen) as first_seen, max(c.last_seen) as last_seen
        from unnest(${place}::int[], ${component}::text[]) as shown (n, component_id)
          cross join lateral (select first_seen, last_seen from component where id = shown.component_id offset 0) c
        group by shown.n
      ) seen on seen.n = given.n
      left join lateral (
        select state, urgency, verdict, why, resolution, digest, first_seen, last_seen from finding where id = given.id offset 0
      ) f on true
    where f.state is null or f.state = 'resolved' or f.digest <> given.digest
      or f.first_seen <> seen.first_seen or f.last_seen <> seen.last_seen
    order by given.n`.execute(work)
  return rows
}

function stagedLine({ draft, values }: FindingLine, recorded: Recorded): string {
  const { first_seen, last_seen, state, urgency, verdict, why, resolution } = recorded
  const own: CopyValue[] = [draft.id, draft.vulnerabilityId, draft.priority.dueDays ?? null, first_seen, last_seen]
  return copyLine([...own, state, urgency, verdict, why, resolution, ...values])
}

async function openNew(work: Work, workspaceId: string, assetId: string, now: Instant): Promise<void> {
  await sql`
    with opened as (
      insert into finding (workspace_id, id, asset_id, vulnerability_id, state, priority_since, due_at, first_seen, last_seen, ${columns()})
      select ${workspaceId}::uuid, id, ${assetId}, vulnerability_id, 'open', ${now}::timestamptz,
        ${now}::timestamptz + make_interval(days => due_days), first_seen, last_seen, ${columns()}
      from staged_finding where was_state is null
      returning id, urgency, why
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}::uuid, id, ${now}, 'opened', jsonb_build_object('urgency', urgency, 'why', why) from opened`.execute(
    work,
  )
}

async function updateChanged(work: Work, workspaceId: string, now: Instant): Promise<void> {
  const sets = [...saidColumns, 'first_seen', 'last_seen'].map(
    (name) => sql`${sql.ref(name)} = ${sql.ref(`s.${name}`)}`,
  )
  const since = sql`case when s.was_urgency = s.urgency and s.was_state <> 'resolved' then f.priority_since else ${now}::timestamptz end`
  await sql`
    with after as (
      update finding f set ${sql.join(sets)},
        state = case when f.state = 'resolved' then 'open' else f.state end, resolution = null, resolved_at = null,
        priority_since = ${since}, due_at = ${since} + make_interval(days => s.due_days)
      from staged_finding s
      where f.id = s.id and s.was_state is not null
      returning s.id, s.urgency, s.verdict, s.why, s.was_state, s.was_urgency, s.was_verdict, s.was_why, s.was_resolution
    )
    insert into finding_event (workspace_id, finding_id, at, kind, detail)
    select ${workspaceId}::uuid, id, ${now}, case when was_state = 'resolved' then 'reopened' else 'changed' end,
      jsonb_build_object(
        'before', jsonb_build_object('urgency', was_urgency, 'verdict', was_verdict, 'why', was_why, 'resolution', was_resolution),
        'after', jsonb_build_object('urgency', urgency, 'verdict', verdict, 'why', why))
    from after
    where was_state = 'resolved' or (was_urgency, was_verdict, was_why) is distinct from (urgency, verdict, why)`.execute(
    work,
  )
}

function columns(): RawBuilder<unknown> {
  return sql.join(saidColumns.map((name) => sql.ref(name)))
}
