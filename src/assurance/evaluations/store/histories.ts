import { sql, type Transaction } from 'kysely'
import type { CaseVariation } from '#core/vocabulary'
import type { NoTables } from '#platform/database'
import type { CaseSighting } from '../history.ts'

type Work = Transaction<NoTables>

/** A case with what asks it otherwise. */
export interface CaseVariant {
  key: string
  variation: CaseVariation
  /** How it ended when it was run last. */
  result: CaseSighting['result']
}

/** A case by its key, in the newest runs. */
export interface SeenCase {
  sightings: CaseSighting[]
  /** Runs that had it, also those that are left out here. */
  runs: number
  /** The case that it asks otherwise. */
  of: string | null
  variants: CaseVariant[]
}

const openOf = sql.raw(`case when c.result = 'insufficient' then c.attempts - c.passed else c.open end`)

interface Row extends Omit<CaseSighting, 'at'> {
  at: Date
  of: string | null
}

/** The newest runs of a case. @param control only where it tested that one @param limit how many runs at most */
export async function readSeenCase(
  work: Work,
  key: string,
  control: string | undefined,
  limit: number,
): Promise<SeenCase> {
  const tests = control === undefined ? sql`true` : sql`coalesce(c.control_id, r.control_id) = ${control}`
  const from = sql`from evaluation_case c join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id`
  const { rows } = await sql<Row>`
    select r.id as run, r.name as "runName", r.tool, r.at, r.target, r.target_version as "targetVersion",
      coalesce(c.control_id, r.control_id) as control, c.cluster, c.stratum, c.note, c.result, c.attempts, c.passed,
      ${openOf} as open, c.of_key as "of" ${from}
    where c.key = ${key} and ${tests} order by r.at desc, r.id desc limit ${limit}`.execute(work)
  const all = await sql<{
    runs: number
  }>`select count(*)::int as runs ${from} where c.key = ${key} and ${tests}`.execute(work)
  const runs = rows.map(({ run }) => run)
  const variants = await sql<CaseVariant>`
    select distinct on (c.key) c.key, c.variation, c.result ${from}
    where c.run_id = any (${runs}) and c.of_key = ${key} and c.variation is not null
    order by c.key, r.at desc, r.id desc`.execute(work)
  return {
    sightings: rows.map(({ at, of: _, ...row }) => ({ ...row, at: at.toISOString() })),
    runs: all.rows[0]?.runs ?? 0,
    of: rows.find((row) => row.of !== null)?.of ?? null,
    variants: variants.rows,
  }
}

/** A case as the newest runs of a control show it. */
export interface CaseStanding {
  key: string
  /** In its newest run. */
  result: CaseSighting['result']
  at: string
  run: string
  /** Runs that had it, and those of them that it failed in. */
  runs: number
  failedIn: number
  /** Where it contradicts itself at one version: the tries of those versions with a verdict, else null. */
  flaky: { attempts: number; passed: number; disagreement: number } | null
}

/** All cases of a control, counted. */
export interface CaseCounts {
  cases: number
  failing: number
  open: number
  flaky: number
}

/** What is shown of the cases of a control. */
export type CasePart = 'all' | 'failing' | 'flaky'

interface StandingRow extends Omit<CaseStanding, 'at' | 'flaky'>, CaseCounts {
  at: Date
  attempts: number
  passed: number
  disagreement: number | null
  isFlaky: boolean
}

/** So far back histories are read: what was flaky a hundred runs ago says nothing of today. */
const RUNS = 50

/**
 * Cases that the newest 50 runs tried for a control: those that fail now first, then what contradicts itself, then what has
 * no verdict. Flaky is what `caseHistory` calls so, computed where the rows are; a change of the control is one, though its version stays.
 */
export async function casesForControl(
  work: Work,
  controlId: string,
  part: CasePart,
  limit: number,
): Promise<{ counts: CaseCounts; list: CaseStanding[] }> {
  const { rows } = await sql<StandingRow>`
    with recent as materialized (
      select r.id, r.at, r.workspace_id, r.control_id, r.target, r.target_version,
        (select count(*) from case_change h where h.workspace_id = r.workspace_id and h.control_id = ${controlId}
          and h.kind <> 'exception' and h.withdrawn_at is null and h.made_at < r.at) as changes
      from evaluation_run r
      where r.control_id = ${controlId} or exists (select 1 from evaluation_case c
        where c.workspace_id = r.workspace_id and c.run_id = r.id and c.control_id = ${controlId})
      order by r.at desc, r.id desc limit ${RUNS}
    ), seen as materialized (
      select c.key, r.id as run, r.at, c.result, c.passed, c.attempts - ${openOf} as judged,
        case when r.target_version is null then r.id else '' end as alone, coalesce(r.target, '') as target,
        coalesce(r.target_version, '') as version, r.changes
      from recent r join evaluation_case c on c.workspace_id = r.workspace_id and c.run_id = r.id
      where coalesce(c.control_id, r.control_id) = ${controlId}
    ), versions as (
      select key, sum(judged)::float8 as judged, sum(passed)::float8 as passed,
        bool_or(result = 'fail') and bool_or(passed > 0) as mixed
      from seen group by key, alone, target, version, changes
    ), measured as (
      select key, coalesce(bool_or(mixed), false) as flaky, sum(judged) filter (where mixed) as attempts,
        sum(passed) filter (where mixed) as passed,
        sum(2 * passed * (judged - passed)) / nullif(sum(judged * (judged - 1)), 0) as disagreement
      from versions group by key
    ), newest as (
      select distinct on (key) key, result, at, run from seen order by key, at desc, run desc
    ), counted as (
      select key, count(*)::int as runs, (count(*) filter (where result = 'fail'))::int as failed from seen group by key
    ), standing as (
      select n.*, k.runs, k.failed, m.flaky, m.attempts, m.passed, m.disagreement
      from newest n join counted k using (key) join measured m using (key)
    )
    select key, result, at, run, runs, failed as "failedIn", standing.flaky as "isFlaky", attempts, passed, disagreement,
      sums.* from standing right join (
        select count(*)::int as cases, (count(*) filter (where result = 'fail'))::int as failing,
          (count(*) filter (where result = 'insufficient'))::int as open, (count(*) filter (where flaky))::int as "flaky"
        from standing) as sums on ${partOf(part)}
    order by result = 'fail' desc, standing.flaky desc, result = 'insufficient' desc, failed > 0 desc, key limit ${limit}`.execute(
    work,
  )
  const { cases = 0, failing = 0, open = 0, flaky = 0 } = rows[0] ?? {}
  return { counts: { cases, failing, open, flaky }, list: rows.filter(({ key }) => key !== null).map(standingOf) }
}

function partOf(part: CasePart) {
  return { all: sql`true`, failing: sql`standing.result = 'fail'`, flaky: sql`standing.flaky` }[part]
}

function standingOf({ key, result, at, run, runs, failedIn, isFlaky, ...row }: StandingRow): CaseStanding {
  const { attempts, passed, disagreement } = row
  return {
    ...{ key, result, run, runs, failedIn, at: at.toISOString() },
    flaky: isFlaky ? { attempts, passed, disagreement: disagreement ?? 0 } : null,
  }
}
