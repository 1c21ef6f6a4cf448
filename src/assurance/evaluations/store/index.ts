import { sql, type Transaction } from 'kysely'
import type { Outcome } from '#core/kernel'
import type { EvaluationCase, EvaluationRun } from '#core/vocabulary'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** A run as it is recorded. `id` follows from the file and the control that was said of it: the same again is the same run. */
export interface RecordedRun extends EvaluationRun {
  id: string
  importer: string
  at: string
  controlId: string | null
  /** Ids of the controls that its cases test. */
  controls: readonly string[]
  /** Version of the control that was tested, where somebody said so. */
  subjectVersion: string | null
  importedAt: string
  importedBy: string
  outcome: Outcome
}

/** A run without its cases, with how they ended. */
export interface RunSummary {
  id: string
  importer: string
  tool: string
  name: string
  target: string | null
  targetVersion: string | null
  controlId: string | null
  /** Controls that its cases test, by name. */
  controls: { id: string; name: string }[]
  at: string
  importedAt: string
  importedBy: string
  cases: number
  passed: number
  failed: number
  undecided: number
  outcome: Outcome
}

/** Writes a run with its cases; false when it is known already. */
export async function recordRun(work: Work, workspaceId: string, run: RecordedRun): Promise<boolean> {
  const count = (result: EvaluationCase['result']) => run.cases.filter((one) => one.result === result).length
  const { rows } = await sql`
    insert into evaluation_run (workspace_id, id, importer, tool, name, target, target_version, control_id, controls, subject_version, at,
      imported_at, imported_by, cases, passed, failed, undecided, outcome)
    values (${workspaceId}, ${run.id}, ${run.importer}, ${cleanText(run.tool)}, ${cleanText(run.name).slice(0, 300)},
      ${run.target === undefined ? null : cleanText(run.target).slice(0, 300)}, ${run.targetVersion ?? null},
      ${run.controlId}, ${run.controls}, ${run.subjectVersion}, ${run.at}, ${run.importedAt}, ${run.importedBy}, ${run.cases.length}, ${count('pass')},
      ${count('fail')}, ${count('insufficient')}, ${jsonForPostgres(run.outcome)})
    on conflict do nothing returning id`.execute(work)
  if (rows.length === 0) return false
  await writeCases(work, workspaceId, run)
  return true
}

const BATCH = 5_000

async function writeCases(work: Work, workspaceId: string, { id, cases }: RecordedRun): Promise<void> {
  for (let from = 0; from < cases.length; from += BATCH) {
    const rows = cases.slice(from, from + BATCH).map((one, at) => ({ ...one, position: from + at }))
    await sql`insert into evaluation_case (workspace_id, run_id, position, key, cluster, stratum, control_id, result, attempts, passed,
        open, of_key, variation, note)
      select ${workspaceId}, ${id}, position, key, cluster, stratum, control, result, attempts, passed,
        coalesce(open, 0), "of", variation, note
      from json_to_recordset(${jsonForPostgres(rows)}::json) as r(position int, key text, cluster text, stratum text, control text,
        result text, attempts int, passed int, open int, "of" text, variation text, note text)`.execute(work)
  }
}

/** Of a run what says whether a report is the same. */
export async function readRunHeads(
  work: Work,
  ids: readonly string[],
): Promise<(Pick<RecordedRun, 'id' | 'subjectVersion' | 'importedAt'> & { controls: string[] })[]> {
  const { rows } = await sql<{ id: string; subjectVersion: string | null; importedAt: Date; controls: string[] }>`
    select id, subject_version as "subjectVersion", imported_at as "importedAt", controls from evaluation_run
    where id = any (${ids}) order by imported_at, id`.execute(work)
  return rows.map((run) => ({ ...run, importedAt: run.importedAt.toISOString() }))
}

/** Every version that a run was recorded with. */
export async function versionsOfRuns(work: Work): Promise<string[]> {
  const { rows } = await sql<{ version: string }>`
    select distinct subject_version as version from evaluation_run where subject_version is not null`.execute(work)
  return rows.map(({ version }) => version)
}

interface RunRow extends Omit<RunSummary, 'at' | 'importedAt'> {
  at: Date
  importedAt: Date
}

const runColumns = sql`r.id, importer, tool, r.name, target, target_version as "targetVersion", r.control_id as "controlId", at,
  imported_at as "importedAt", imported_by as "importedBy", cases, passed, failed, undecided, outcome,
  (select coalesce(json_agg(json_build_object('id', k.id, 'name', k.name) order by k.name, k.id), '[]') from control k
    where k.workspace_id = r.workspace_id and k.id = any (r.controls)) as controls`

/** The newest runs; of those of one control only the cases that test it are counted. @param limit how many at most */
export async function listRuns(work: Work, limit: number, controlId?: string): Promise<RunSummary[]> {
  const { rows } = await sql<RunRow>`select ${runColumns} from evaluation_run r
    where ${controlId === undefined ? sql`true` : sql`controls @> array[${controlId}]`}
    order by at desc, id limit ${limit}`.execute(work)
  const runs = rows.map(summaryOf)
  const shared = controlId === undefined ? [] : runs.filter((run) => run.controls.length > 1 || run.controlId === null)
  if (shared.length === 0) return runs
  const own = await countsOf(
    work,
    shared.map(({ id }) => id),
    controlId!,
  )
  return runs.map((run) => ({ ...run, ...own.get(run.id) }))
}

type Counts = Pick<RunSummary, 'cases' | 'passed' | 'failed' | 'undecided'>

/** How the cases of some runs ended that test one control. */
async function countsOf(work: Work, runs: readonly string[], controlId: string): Promise<Map<string, Counts>> {
  const { rows } = await sql<Counts & { run: string }>`
    select r.id as run, count(*)::int as cases, (count(*) filter (where c.result = 'pass'))::int as passed,
      (count(*) filter (where c.result = 'fail'))::int as failed,
      (count(*) filter (where c.result = 'insufficient'))::int as undecided
    from evaluation_run r join evaluation_case c on c.workspace_id = r.workspace_id and c.run_id = r.id
    where r.id = any (${runs}) and coalesce(c.control_id, r.control_id) = ${controlId} group by r.id`.execute(work)
  return new Map(rows.map(({ run, ...counts }) => [run, counts]))
}

/** One run with its cases by key; `undefined` when there is none of that id. */
export async function readRun(work: Work, id: string): Promise<(RunSummary & { list: EvaluationCase[] }) | undefined> {
  const { rows } = await sql<RunRow>`select ${runColumns} from evaluation_run r where id = ${id}`.execute(work)
  const [run] = rows
  if (!run) return undefined
  const found = await sql<
    EvaluationCase & { [Key in 'cluster' | 'stratum' | 'control' | 'of' | 'note']: string | null }
  >`
    select key, cluster, stratum, control_id as control, result, attempts, passed, 
      nullif(case when result = 'insufficient' then attempts - passed else open end, 0) as open, of_key as "of",
      variation, note from evaluation_case
    where run_id = ${id} order by position`.execute(work)
  const list = found.rows.map((row) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)))
  return { ...summaryOf(run), list: list as unknown as EvaluationCase[] }
}

function summaryOf({ at, importedAt, ...row }: RunRow): RunSummary {
  return { ...row, at: at.toISOString(), importedAt: importedAt.toISOString() }
}

/**
 * The newest run that tests a control as a whole: with at least half as many cases as the largest. A regression case that was
 * run alone speaks for itself, and not for production.
 */
export async function newestRunOf(work: Work, controlId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    with own as (select id, at, cases from evaluation_run r
      where control_id = ${controlId} or exists (select 1 from evaluation_case c
        where c.workspace_id = r.workspace_id and c.run_id = r.id and c.control_id = ${controlId}))
    select id from own where cases * 2 >= (select max(cases) from own) order by at desc, id limit 1`.execute(work)
  return rows[0]?.id
}

export {
  type ControlRun,
  casesOfControl,
  type FailingControl,
  failingControls,
  forgetGates,
  isRunWaiting,
  keepGate,
  noteJudged,
  runsOfControl,
  runsToJudge,
  type SeriesStand,
  seriesOf,
} from './gates.ts'
export {
  type CaseCounts,
  type CasePart,
  type CaseStanding,
  type CaseVariant,
  casesForControl,
  readSeenCase,
  type SeenCase,
} from './histories.ts'
export { type JointCases, jointCases, testedControls } from './joint.ts'
export { daysToNearestPass } from './repeats.ts'
