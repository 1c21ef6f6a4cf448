import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { AssuranceCase, CaseBarrier, CaseChange, CaseKindChange, CaseLink, CaseMoment } from '../case.ts'
import type { RegressionResult } from '../failed-before.ts'
import { timelineOf } from '../moments.ts'

export { addLink, type EvidenceFreeze, freezeEvidence, readFreezes, sayMoment } from './moments.ts'
export {
  casesWithOpenDuties,
  readCalendar,
  readObligations,
  type SaidObligation,
  sayObligation,
  writeCalendar,
} from './obligations.ts'
export { type PlannedLook, plannedLooksOf } from './planned-looks.ts'
export {
  addPlaybookVersion,
  type RunningPlaybook,
  readPlaybooks,
  runningPlaybooks,
  type StoredPlaybook,
  startPlaybook,
  tickStep,
} from './playbooks.ts'
export {
  countReport,
  issueReportLink,
  listReportLinks,
  openReportLink,
  type ReportLink,
  revokeReportLink,
} from './report-links.ts'
export {
  addCaseWord,
  type CaseWord,
  caseOfCode,
  hasReportCode,
  issueReportCode,
  unansweredCases,
  wordsOfCase,
} from './reporter-words.ts'

type Work = Transaction<NoTables>

/** What is told when a case is reported. */
export type ReportedCase = Pick<
  AssuranceCase,
  'kind' | 'title' | 'summary' | 'pattern' | 'system' | 'occurredFrom' | 'occurredTo' | 'detectedAt' | 'containedAt'
> &
  Partial<Pick<AssuranceCase, 'origin' | 'confidential' | 'contact'>> & {
    /** Of what came in by mail: the same again is the same case. */
    sourceDigest?: string
  }

interface Row extends Omit<AssuranceCase, 'barriers' | 'changes' | 'moments' | 'links'> {
  barriers: CaseBarrier[] | null
  changes: CaseChange[] | null
  moments: CaseMoment[] | null
  links: CaseLink[] | null
}

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** Cases, open ones first, newest first. @param id only this one */
export async function readCases(work: Work, limit: number, id?: string): Promise<AssuranceCase[]> {
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.kinds, c.title, c.summary, c.pattern, c.system_slug as system, ${iso('c.occurred_from')} as "occurredFrom",
      ${iso('c.occurred_to')} as "occurredTo", ${iso('c.detected_at')} as "detectedAt", ${iso('c.contained_at')} as "containedAt",
      ${iso('c.reported_at')} as "reportedAt", c.reported_by as "reportedBy", c.origin, c.confidential, c.lead, c.lead_outside as "leadOutside", c.roles, c.contact, c.state, ${iso('c.closed_at')} as "closedAt",
      c.closed_by as "closedBy", c.reopened_why as "reopenedWhy", ${iso('c.recurred_at')} as "recurredAt", c.techniques,
      (select json_agg(json_build_object('controlId', b.control_id, 'outcome', b.outcome, 'note', b.note) order by b.said_at, b.control_id)
        from case_barrier b where b.workspace_id = c.workspace_id and b.case_id = c.id) as barriers,
      (select json_agg(json_build_object('id', h.id, 'controlId', h.control_id, 'kind', h.kind, 'what', h.what,
          'madeAt', ${iso('h.made_at')}, 'madeBy', h.made_by, 'regressionKey', h.regression_key, 'owner', h.owner,
          'nextReview', h.next_review, 'until', h.until, 'playbook', case when h.playbook_id is null then null
            else json_build_object('id', h.playbook_id, 'version', h.playbook_version) end,
          'withdrawn', case when h.withdrawn_at is null then null else json_build_object('at', ${iso('h.withdrawn_at')},
            'by', h.withdrawn_by, 'why', h.withdrawn_why) end) order by h.made_at, h.id)
        from case_change h where h.workspace_id = c.workspace_id and h.case_id = c.id) as changes,
      (select json_agg(json_build_object('id', m.id, 'step', m.step, 'what', m.what, 'earliest', ${iso('m.earliest')},
          'latest', ${iso('m.latest')}, 'estimated', m.estimated, 'saidBy', m.said_by) order by m.said_at, m.id)
        from case_moment m where m.workspace_id = c.workspace_id and m.case_id = c.id) as moments,
      (select json_agg(json_build_object('kind', l.kind, 'target', l.target, 'note', l.note) order by l.said_at, l.kind, l.target)
        from case_link l where l.workspace_id = c.workspace_id and l.case_id = c.id) as links
    from assurance_case c where ${id === undefined ? sql`true` : isUuid(id) ? sql`c.id = ${id}` : sql`false`}
    order by c.state = 'closed', c.reported_at desc, c.id limit ${limit}`.execute(work)
  return rows.map(({ barriers, changes, moments, links, ...row }) => ({
    ...row,
    ...{ barriers: barriers ?? [], changes: changes ?? [], links: links ?? [] },
    moments: timelineOf(row, moments ?? []),
  }))
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** A reporter is told so much of an id; more of it is as good. */
const REFERENCE = /^[0-9a-f]{8}[0-9a-f-]{0,27}$/i

function isUuid(id: string): boolean {
  return UUID.test(id)
}

/** The id of the case that a reference names: the beginning of its id, as a reporter is told it. `undefined`: none, or several. */
export async function caseOfReference(work: Work, reference: string): Promise<string | undefined> {
  const said = reference.trim().toLowerCase()
  if (isUuid(said)) return said
  if (!REFERENCE.test(said)) return undefined
  const { rows } = await sql<{ id: string }>`
    select id from assurance_case where id::text like ${`${said}%`} limit 2`.execute(work)
  return rows.length === 1 ? rows[0]!.id : undefined
}

/** Opens a case; closed ones of the same pattern are open again. Returns its id and theirs. */
export async function openCase(
  work: Work,
  workspaceId: string,
  told: ReportedCase,
  { by, now }: { by: string; now: string },
): Promise<{ id: string; reopened: string[] }> {
  const id = randomUUID()
  await sql`insert into assurance_case (workspace_id, id, kind, title, summary, pattern, system_slug, occurred_from, occurred_to,
      detected_at, contained_at, reported_at, reported_by, state, origin, confidential, contact, source_digest)
    values (${workspaceId}, ${id}, ${told.kind}, ${cleanText(told.title)}, ${cleanText(told.summary)},
      ${told.pattern === null ? null : cleanText(told.pattern)}, ${told.system}, ${told.occurredFrom}, ${told.occurredTo},
      ${told.detectedAt}, ${told.containedAt}, ${now}, ${by}, 'open', ${told.origin ?? 'person'}, ${told.confidential ?? false},
      ${told.contact == null ? null : cleanText(told.contact)}, ${told.sourceDigest ?? null})`.execute(work)
  const { rows } = await sql<{ id: string }>`
    update assurance_case set state = 'open', closed_at = null, closed_by = null, recurred_at = ${now},
      reopened_why = ${told.confidential ? 'it happened again' : `it happened again: ${cleanText(told.title)}`.slice(0, 300)}
    where pattern = ${told.pattern} and state = 'closed' and id <> ${id} and ${told.kind} in ('incident', 'near-miss')
    returning id`.execute(work)
  return { id, reopened: rows.map((row) => row.id) }
}

/** Says what a control did in a case; a second word replaces the first. */
export async function sayBarrier(
  work: Work,
  workspaceId: string,
  caseId: string,
  barrier: CaseBarrier,
  { by, now }: { by: string; now: string },
): Promise<void> {
  const note = barrier.note === null ? null : cleanText(barrier.note)
  await sql`insert into case_barrier (workspace_id, case_id, control_id, outcome, note, said_by, said_at)
    values (${workspaceId}, ${caseId}, ${barrier.controlId}, ${barrier.outcome}, ${note}, ${by}, ${now})
    on conflict (workspace_id, case_id, control_id) do update
      set outcome = excluded.outcome, note = excluded.note, said_by = excluded.said_by, said_at = excluded.said_at`.execute(
    work,
  )
}

/** Adds a change to a case. */
export async function addCaseChange(
  work: Work,
  workspaceId: string,
  caseId: string,
  change: Omit<CaseChange, 'id' | 'withdrawn'>,
): Promise<string> {
  const id = randomUUID()
  const clean = (text: string | null) => (text === null ? null : cleanText(text))
  await sql`insert into case_change (workspace_id, id, case_id, control_id, kind, what, made_at, made_by, regression_key, owner,
      next_review, until, playbook_id, playbook_version)
    values (${workspaceId}, ${id}, ${caseId}, ${change.controlId}, ${change.kind}, ${cleanText(change.what)}, ${change.madeAt},
      ${change.madeBy}, ${clean(change.regressionKey)}, ${clean(change.owner)}, ${change.nextReview}, ${change.until},
      ${change.playbook?.id ?? null}, ${change.playbook?.version ?? null})`.execute(work)
  return id
}

/**
 * Every result that evaluations recorded of some cases by key. @param until the moment up to which each is of use: a case that is
 * run every night has a long history after it. Absent: all
 */
export async function regressionResults(
  work: Work,
  keys: readonly string[],
  until?: readonly string[],
): Promise<RegressionResult[]> {
  if (keys.length === 0) return []
  const upTo = sql`join (select u.key, max(u.at) as until from unnest(${keys}::text[], ${until}::timestamptz[]) as u (key, at)
    group by u.key) asked on asked.key = c.key and r.at <= asked.until`
  const { rows } = await sql<RegressionResult & { at: Date | string }>`
    select c.key, c.run_id as run, r.name as "runName", ${iso('r.at')} as at, ${iso('r.imported_at')} as "recordedAt", r.target_version as version, c.result, c.attempts, c.passed, case when c.result = 'insufficient' then c.attempts - c.passed
      else coalesce(c.open, 0) end as open from evaluation_case c
    join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id
    ${until === undefined ? sql`where c.key = any (${keys})` : upTo}`.execute(work)
  return rows
}

/** Closes a case. */
export async function closeCase(work: Work, caseId: string, { by, now }: { by: string; now: string }): Promise<void> {
  await sql`update assurance_case set state = 'closed', closed_at = ${now}, closed_by = ${by}, reopened_why = null
    where id = ${caseId}`.execute(work)
}

/** Closed cases with an exception whose last day has passed since they were closed. */
export async function casesPastException(work: Work, today: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from assurance_case c where c.state = 'closed' and exists (select 1 from case_change h
      where h.workspace_id = c.workspace_id and h.case_id = c.id and h.kind = 'exception' and h.withdrawn_at is null
        and h.until < ${today} and h.until >= (c.closed_at at time zone 'UTC')::date)
    order by c.id`.execute(work)
  return rows.map(({ id }) => id)
}

/**
 * Closed cases with a change whose regression case failed in its newest run, after the change. @param keys only these
 * regression cases; absent: all
 */
export async function casesFailingAgain(work: Work, keys?: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select c.id from assurance_case c where c.state = 'closed' and exists (select 1 from case_change h
      where h.workspace_id = c.workspace_id and h.case_id = c.id and h.kind <> 'exception' and h.withdrawn_at is null
        and ${keys === undefined ? sql`true` : sql`h.regression_key = any (${keys})`}
        and (select e.result = 'fail' and r.at > h.made_at from evaluation_case e
          join evaluation_run r on r.workspace_id = e.workspace_id and r.id = e.run_id
          where e.workspace_id = h.workspace_id and e.key = h.regression_key order by r.at desc limit 1))
    order by c.id`.execute(work)
  return rows.map(({ id }) => id)
}

/**
 * Opens closed cases of a pattern again of which another incident or near miss was reported since they were closed, whenever
 * somebody says that it belongs there. Returns their ids.
 */
export async function reopenSamePattern(work: Work, pattern: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with back as (
      select distinct on (c.id) c.id, n.reported_at as at, case when n.confidential then '' else ': ' || n.title end as told
      from assurance_case c join assurance_case n on n.pattern = c.pattern and n.id <> c.id
        and n.kind in ('incident', 'near-miss') and n.reported_at > c.closed_at
      where c.pattern = ${cleanText(pattern)} and c.state = 'closed' order by c.id, n.reported_at desc)
    update assurance_case c set state = 'open', closed_at = null, closed_by = null, recurred_at = back.at,
      reopened_why = left('it happened again' || back.told, 300)
    from back where c.id = back.id returning c.id`.execute(work)
  return rows.map(({ id }) => id)
}

/** Takes the words of a case that is confidential from now on out of why others are open again. */
export async function forgetTitle(work: Work, title: string): Promise<void> {
  await sql`update assurance_case set reopened_why = 'it happened again'
    where reopened_why = left('it happened again: ' || ${cleanText(title)}, 300)`.execute(work)
}

/** Opens a closed case again, with the reason. */
export async function reopenCase(work: Work, caseId: string, why: string): Promise<void> {
  await sql`update assurance_case set state = 'open', closed_at = null, closed_by = null,
      reopened_why = ${cleanText(why).slice(0, 300)}
    where id = ${caseId} and state = 'closed'`.execute(work)
}

function cleaned(value: unknown): unknown {
  return typeof value === 'string' ? cleanText(value) : Array.isArray(value) ? value.map(cleanText) : value
}

const columnsOf: Readonly<Record<string, string>> = { system: 'system_slug', leadOutside: 'lead_outside' }

/** Sets who leads a case, what it is of, and who may read it; what is not given stays. */
export async function describeCase(
  work: Work,
  caseId: string,
  said: Partial<
    Pick<
      AssuranceCase,
      'lead' | 'leadOutside' | 'roles' | 'kind' | 'pattern' | 'system' | 'confidential' | 'techniques'
    >
  >,
): Promise<void> {
  const columns = Object.entries(said).filter(([, value]) => value !== undefined)
  for (const [name, value] of columns)
    await sql`update assurance_case set ${sql.ref(columnsOf[name] ?? name)} = ${
      name === 'roles' ? sql`${jsonForPostgres(value)}::jsonb` : cleaned(value)
    } where id = ${caseId}`.execute(work)
}

/** Keeps what a case was taken for until now. */
export async function noteKind(work: Work, caseId: string, change: CaseKindChange): Promise<void> {
  const why = change.why === null ? null : cleanText(change.why)
  await sql`update assurance_case set kinds = kinds || ${JSON.stringify([{ ...change, why }])}::jsonb
    where id = ${caseId}`.execute(work)
}

/** The case that came of exactly this; `undefined` when there is none. */
export async function caseOfSource(work: Work, digest: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select id from assurance_case where source_digest = ${digest}`.execute(
    work,
  )
  return rows[0]?.id
}

/** The case that a change belongs to; `undefined` when there is no such change. */
export async function caseOfChange(work: Work, id: string): Promise<string | undefined> {
  if (!isUuid(id)) return undefined
  const { rows } = await sql<{ caseId: string }>`select case_id as "caseId" from case_change where id = ${id}`.execute(
    work,
  )
  return rows[0]?.caseId
}

/** Says of a change what was not said before: its regression case, its owner, its next review. */
export async function completeChange(
  work: Work,
  id: string,
  said: Partial<Pick<CaseChange, 'regressionKey' | 'owner' | 'nextReview'>>,
): Promise<void> {
  const clean = (text: string | undefined | null) => (text == null ? null : cleanText(text))
  await sql`update case_change set regression_key = coalesce(${clean(said.regressionKey)}, regression_key),
      owner = coalesce(${clean(said.owner)}, owner), next_review = coalesce(${said.nextReview ?? null}::date, next_review)
    where id = ${id}`.execute(work)
}

/** When controls were changed because of cases, as far as that holds: what was withdrawn was none. */
export async function changesOfControls(
  work: Work,
  controls: readonly string[],
): Promise<{ control: string; at: string }[]> {
  if (controls.length === 0) return []
  const { rows } = await sql<{ control: string; at: string }>`
    select control_id as control, ${iso('made_at')} as at from case_change
    where control_id = any (${controls}) and kind <> 'exception' and withdrawn_at is null order by made_at`.execute(
    work,
  )
  return rows
}

const MOST_NAMING = 20

/** Cases with a change that an evaluation's case is to prove, newest first; at most 20. */
export async function casesProvenBy(work: Work, regressionKey: string): Promise<AssuranceCase[]> {
  const { rows } = await sql<{ id: string }>`
    select id from assurance_case c where exists (select 1 from case_change h
      where h.workspace_id = c.workspace_id and h.case_id = c.id and h.regression_key = ${regressionKey})
    order by reported_at desc, id limit ${MOST_NAMING}`.execute(work)
  const found: AssuranceCase[] = []
  for (const { id } of rows) found.push(...(await readCases(work, 1, id)))
  return found
}

/** Withdraws a change: it stays, and closes nothing any more. */
export async function withdrawChange(
  work: Work,
  id: string,
  { at, by, why }: NonNullable<CaseChange['withdrawn']>,
): Promise<void> {
  await sql`update case_change set withdrawn_at = ${at}, withdrawn_by = ${by}, withdrawn_why = ${cleanText(why)}
    where id = ${id} and withdrawn_at is null`.execute(work)
}

/** How an evaluation's case of a control ended when it was run last. */
export interface LatestResult {
  key: string
  result: RegressionResult['result']
  at: string
  /** Whether it was ever seen failing. */
  everFailed: boolean
}

/** Cases that evaluations ran for a control, those that fail now first. */
export async function latestResults(work: Work, controlId: string, limit: number): Promise<LatestResult[]> {
  const { rows } = await sql<LatestResult>`
    select key, result, ${iso('at')} as at, "everFailed" from (
      select c.key, c.result, r.at, bool_or(c.result = 'fail') over (partition by c.key) as "everFailed",
        row_number() over (partition by c.key order by r.at desc, r.id) as place
      from evaluation_case c join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id
      where coalesce(c.control_id, r.control_id) = ${controlId}) as seen
    where place = 1 order by result = 'pass', not "everFailed", key limit ${limit}`.execute(work)
  return rows
}
