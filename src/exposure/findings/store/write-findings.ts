import { setImmediate } from 'node:timers/promises'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import { copyBytesInto, copyFields, type NoTables } from '#platform/database'
import type { FindingDraft } from '../draft.ts'
import { type FindingLine, lineMaker, saidColumns } from './finding-line.ts'
import { LineBatch, type WaitingLine } from './line-batch.ts'

type Work = Transaction<NoTables>

/** So many findings are written together: the next are made ready while the database writes these. */
const BATCH = 4_000

const newColumns = ['id', 'vulnerability_id', 'due_days', 'first_seen', 'last_seen', ...saidColumns]
const stagedColumns = ['was_state', 'was_urgency', 'was_verdict', 'was_why', 'was_resolution', ...newColumns]

/** When a component was seen first and last, as PostgreSQL writes it: the order of the texts is that of the times. */
interface Span {
  firstSeen: string
  lastSeen: string
}

/** When each component was seen, by its id. */
export type Sightings = ReadonlyMap<string, Span>

/** What opening and changing came to: ids of what came, and how many changed. */
export interface Written {
  opened: string[]
  reopened: string[]
  changed: number
}

/** What is recorded of a finding, or will be. */
interface Recorded {
  /** Place in its batch, from 1. */
  n: number
  /** `null`: it is not recorded yet. */
  state: string | null
  urgency: string | null
  verdict: string | null
  why: string | null
  resolution: string | null
}

/** Drafts part by part, so that the next are decided while the database writes those before. */
export type DraftParts = Iterable<readonly FindingDraft[]>

/** What was written, and of which drafts. */
export interface WrittenFindings extends Written {
  drafts: ImpliedFinding[]
  /** True when nothing was recorded of the asset before. */
  isFirst: boolean
}

/** A finding that is implied, with the components that show it. */
export type ImpliedFinding = Pick<FindingDraft, 'id' | 'components'>

/** Opens the findings that are not recorded, and updates those that differ or were resolved. */
export async function writeFindings(
  work: Work,
  { workspaceId, assetId, exposure, now }: { workspaceId: string; assetId: string; exposure: Exposure; now: Instant },
  parts: DraftParts,
  sightings: Sightings,
): Promise<WrittenFindings> {
  await makeStage(work)
  const lineOf = lineMaker(exposure)
  const isFirst = !(await hasFindings(work, assetId))
  const written: WrittenFindings = { opened: [], reopened: [], changed: 0, drafts: [], isFirst }
  const write = inTurn((batch: LineBatch) => writeBatch(work, { workspaceId, assetId, now, isFirst }, batch, written))
  // One is filled while the other is written.
  let [filling, resting] = [new LineBatch(), new LineBatch()]
  try {
    for (const part of parts) {
      for (const draft of part) {
        filling.add(waitingLine(lineOf(draft), spanOf(draft, sightings)))
        written.drafts.push({ id: draft.id, components: draft.components })
      }
      if (filling.size >= BATCH) {
        await write.begin(filling)
        ;[filling, resting] = [resting, filling]
        filling.clear()
      }
      // The database may have answered and waits for what comes next.
      await setImmediate()
    }
    if (filling.size > 0) await write.begin(filling)
  } finally {
    await write.end()
  }
  return written
}

/** Runs one after the other: to begin waits for the one before, whose failure it throws. */
function inTurn<T>(run: (given: T) => Promise<void>): { begin: (given: T) => Promise<void>; end: () => Promise<void> } {
  let before: Promise<void> = Promise.resolve()
  return {
    async begin(given) {
      await before
      before = run(given)
      // It is heard by whoever comes next, not at once.
      before.catch(() => {})
    },
    end: () => before,
  }
}

function waitingLine({ draft, digest, said }: FindingLine, { firstSeen, lastSeen }: Span): WaitingLine {
  const { id, vulnerabilityId, priority, epss } = draft
  const own = copyFields([id, vulnerabilityId, priority.dueDays ?? null, firstSeen, lastSeen])
  return { id, digest, isScored: epss !== null, firstSeen, text: `${own}\t${said}` }
}

function spanOf({ components }: FindingDraft, sightings: Sightings): Span {
  if (components.length === 1) return sightings.get(components[0]!)!
  const spans = components.map((id) => sightings.get(id)!)
  const [firsts, lasts] = [spans.map(({ firstSeen }) => firstSeen), spans.map(({ lastSeen }) => lastSeen)]
  return { firstSeen: firsts.sort()[0]!, lastSeen: lasts.sort().at(-1)! }
}

/** Made once for each connection, emptied by each commit: making and dropping them each time fills the catalogue. */
async function makeStage(work: Work): Promise<void> {
  await sql`create temporary table if not exists staged_finding with (toast_tuple_target = 8160) on commit delete rows as
    select id, vulnerability_id, 0 as due_days, first_seen, last_seen, state as was_state, urgency as was_urgency,
      verdict as was_verdict, why as was_why, resolution as was_resolution, ${columns()}
    from finding with no data`.execute(work)
}

interface BatchOptions {
  workspaceId: string
  assetId: string
  now: Instant
  /** Nothing is recorded of the asset: there is nothing to compare with. */
  isFirst: boolean
}

async function writeBatch(
  work: Work,
  { workspaceId, assetId, now, isFirst }: BatchOptions,
  batch: LineBatch,
  written: Written,
): Promise<void> {
  if (isFirst) {
    await copyBytesInto(work, 'staged_finding', newColumns, [batch.bytes()])
    await openNew(work, workspaceId, assetId, now)
    for (const id of batch.ids) written.opened.push(id)
  } else {
    const recorded = await compare(work, batch)
    if (recorded.length === 0) return
    await copyBytesInto(work, 'staged_finding', stagedColumns, [stagedBytes(batch, recorded)])
    const isNew = recorded.filter(({ state }) => state === null).length
    if (isNew > 0) await openNew(work, workspaceId, assetId, now)
    if (isNew < recorded.length) await updateChanged(work, workspaceId, now)
    note(written, batch, recorded)
  }
  await sql`truncate staged_finding`.execute(work)
}

function note(written: Written, { ids }: LineBatch, recorded: readonly Recorded[]): void {
  for (const { n, state } of recorded) {
    const id = ids[n - 1]!
    if (state === null) written.opened.push(id)
    else if (state === 'resolved') written.reopened.push(id)
    else written.changed++
  }
}

/** False at an asset's first assessment: then there is nothing to compare with. */
async function hasFindings(work: Work, assetId: string): Promise<boolean> {
  const { rows } = await sql`select from finding where asset_id = ${assetId} limit 1`.execute(work)
  return rows.length > 0
}

/**
 * Which findings are to be written, with what is recorded of them. That a component was seen again changes nothing: when a
 * finding was seen last is read from its components. Everything is looked up by its key, row by row,
 * whatever the planner believes of tables that have just grown.
 */
async function compare(work: Work, { ids, digests, firstSeen, scored }: LineBatch): Promise<Recorded[]> {
  const { rows } = await sql<Recorded>`
    select given.n::int as n, f.state, f.urgency, f.verdict, f.why, f.resolution
    from unnest(${ids}::text[], ${digests}::text[], ${firstSeen}::timestamptz[], ${scored}::boolean[])
        with ordinality as given (id, digest, first_seen, scored, n)
      left join lateral (
        select state, urgency, verdict, why, resolution, digest, first_seen, epss is not null as scored
        from finding where id = given.id offset 0
      ) f on true
    where f.state is null or f.state = 'resolved' or f.digest <> given.digest or f.first_seen <> given.first_seen
      or f.scored <> given.scored
    order by given.n`.execute(work)
  return rows
}

/** The lines of what is to be written, each after what is recorded of it. */
function stagedBytes(batch: LineBatch, recorded: readonly Recorded[]): Uint8Array {
  return Buffer.concat(
    recorded.flatMap(({ n, state, urgency, verdict, why, resolution }) => [
      Buffer.from(`${copyFields([state, urgency, verdict, why, resolution])}\t`),
      batch.line(n - 1),
    ]),
  )
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
        moved_to = null, priority_since = ${since}, due_at = ${since} + make_interval(days => s.due_days)
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
