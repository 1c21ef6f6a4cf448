import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { EvaluationCase } from '#core/vocabulary'
import type { NoTables } from '#platform/database'
import type { JudgedRun } from '../judge-run.ts'

type Work = Transaction<NoTables>

/** A run that tests a control, as a whole or by some of its cases. */
export interface ControlRun {
  controlId: string
  runId: string
  at: string
}

interface RunRow extends Omit<ControlRun, 'at'> {
  at: Date
}

const runOf = ({ at, ...row }: RunRow): ControlRun => ({ ...row, at: at.toISOString() })

/** Runs that were not judged yet, with each control that they test, oldest first. */
export async function runsToJudge(work: Work): Promise<ControlRun[]> {
  return controlRuns(work, sql`not r.judged`)
}

/** Whether a run was not judged yet. */
export async function isRunWaiting(work: Work): Promise<boolean> {
  const { rows } = await sql`select from evaluation_run where not judged limit 1`.execute(work)
  return rows.length > 0
}

/** The runs of a control from a moment on, oldest first. */
export async function runsOfControl(work: Work, controlId: string, from: ControlRun): Promise<ControlRun[]> {
  const all = await controlRuns(work, sql`(r.at, r.id) >= (${from.at}::timestamptz, ${from.runId})`)
  return all.filter((run) => run.controlId === controlId)
}

async function controlRuns(work: Work, which: RawBuilder<unknown>): Promise<ControlRun[]> {
  const { rows } = await sql<RunRow>`
    select distinct coalesce(c.control_id, r.control_id) as "controlId", r.id as "runId", r.at
    from evaluation_run r join evaluation_case c on c.workspace_id = r.workspace_id and c.run_id = r.id
      join control k on k.workspace_id = r.workspace_id and k.id = coalesce(c.control_id, r.control_id)
    where ${which} order by r.at, r.id, 1`.execute(work)
  return rows.map(runOf)
}

export async function noteJudged(work: Work): Promise<void> {
  await sql`update evaluation_run set judged = true where not judged`.execute(work)
}

/** Forgets how the runs of a control were judged from one on: another came before them. */
export async function forgetGates(work: Work, { controlId, at, runId }: ControlRun): Promise<void> {
  await sql`delete from evaluation_gate where control_id = ${controlId}
    and (at, run_id) >= (${at}::timestamptz, ${runId})`.execute(work)
}

/** The cases of a run that test a control. */
export async function casesOfControl(work: Work, runId: string, controlId: string): Promise<EvaluationCase[]> {
  const { rows } = await sql<Omit<EvaluationCase, 'cluster'> & { cluster: string | null }>`
    select c.key, c.cluster, c.result, c.attempts, c.passed
    from evaluation_case c join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id
    where c.run_id = ${runId} and coalesce(c.control_id, r.control_id) = ${controlId} order by c.position`.execute(work)
  return rows.map(({ cluster, ...row }) => (cluster === null ? row : { ...row, cluster }))
}

/** Where a series stands after the last run of it. */
export interface SeriesStand {
  seriesId: string
  nextBaselineId: string
  failingSince: string | null
}

/** The series with the most cases of a run in its baseline, as it stood before that run; `undefined`: none has any. */
export async function seriesOf(work: Work, { controlId, runId, at }: ControlRun): Promise<SeriesStand | undefined> {
  const { rows } = await sql<Omit<SeriesStand, 'failingSince'> & { failingSince: Date | null }>`
    with last as (
      select distinct on (series_id) series_id, next_baseline_id, failing_since, at from evaluation_gate
      where control_id = ${controlId} and (at, run_id) < (${at}::timestamptz, ${runId})
      order by series_id, at desc, run_id desc
    )
    select l.series_id as "seriesId", l.next_baseline_id as "nextBaselineId", l.failing_since as "failingSince"
    from last l cross join lateral (
      select count(*) as shared from evaluation_case own join evaluation_case other
        on other.workspace_id = own.workspace_id and other.run_id = l.next_baseline_id and other.key = own.key
      where own.run_id = ${runId}) found
    where found.shared > 0 order by found.shared desc, l.at desc, l.series_id limit 1`.execute(work)
  return rows.map(({ failingSince, ...row }) => ({ ...row, failingSince: failingSince?.toISOString() ?? null }))[0]
}

/** Keeps how a run was judged. */
export async function keepGate(
  work: Work,
  workspaceId: string,
  { controlId, runId, at }: ControlRun,
  { verdict, reason, isBaseline }: JudgedRun,
  series: SeriesStand | undefined,
): Promise<void> {
  const failingSince =
    verdict === 'fail' ? (series?.failingSince ?? at) : verdict === 'pass' ? null : series?.failingSince
  await sql`insert into evaluation_gate (workspace_id, control_id, run_id, at, series_id, baseline_id, verdict, failing_since,
      reason, next_baseline_id)
    values (${workspaceId}, ${controlId}, ${runId}, ${at}, ${series?.seriesId ?? runId}, ${series?.nextBaselineId ?? null},
      ${verdict}, ${failingSince ?? null}, ${reason}, ${isBaseline ? runId : (series?.nextBaselineId ?? runId)})`.execute(
    work,
  )
}

/** A control of which a series of runs fails. */
export interface FailingControl {
  controlId: string
  /** The run in which it failed last. */
  runId: string
  since: string
  reason: string
}

/** Controls that fail by their evaluations, the longest first; of each series its last run that was decided. */
export async function failingControls(work: Work): Promise<FailingControl[]> {
  const { rows } = await sql<Omit<FailingControl, 'since'> & { since: Date }>`
    with last as (
      select distinct on (control_id, series_id) control_id, series_id, failing_since from evaluation_gate
      order by control_id, series_id, at desc, run_id desc
    )
    select l.control_id as "controlId", l.failing_since as since, said.run_id as "runId", said.reason from last l
    cross join lateral (
      select run_id, reason from evaluation_gate g where g.control_id = l.control_id and g.series_id = l.series_id
        and g.verdict = 'fail' order by at desc, run_id desc limit 1) said
    where l.failing_since is not null order by 2, 1, 3`.execute(work)
  return rows.map(({ since, ...row }) => ({ ...row, since: since.toISOString() }))
}
