import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, type Problem, problem, type Result } from '#core/kernel'
import { attempt, type Database, type NoTables, rehearse } from '#platform/database'
import {
  type Anchor,
  type AnchorFact,
  boundsExposure,
  checkRuling,
  dispositionScopes,
  exposureOrder,
  type Ruling,
} from '../disposition.ts'

type Work = Transaction<NoTables>
type Condition = RawBuilder<unknown>

/** What a ruling does to the list. */
interface RulingEffect {
  /** Open findings it suppresses. */
  suppressed: number
  /** On how many assets they are. */
  assets: number
  /** Rulings that it takes the place of, and on how many findings; most first. */
  replaces: ReplacedRuling[]
}

interface ReplacedRuling {
  id: string
  madeBy: string
  reason: string
  findings: number
}

/** The statement of a VEX document that a ruling repeats. */
interface VexStatementOf {
  document: string
  statement: number
}

/** A ruling that was made, with what it did. */
export interface MadeDisposition extends RulingEffect {
  id: string
  anchor: Anchor
}

/** One finding on which another ruling stands than before. */
interface Replaced {
  old: string
  by: string
}

/** Every name of what a finding `f` is of: a ruling stays on the one that it named. */
const names = sql`(coalesce(f.vulnerability_id, f.rule_id) || f.aliases)`

/** The findings a ruling reaches by its scope; `d` is the disposition, `f` the finding. A finding's own ruling goes with it. */
const reaches = sql`(
  d.finding_id = f.id
  or d.vulnerability_id = any (${names}) and (
    (d.scope = 'component' and d.component_key = f.component_key and f.component_key <> ''
      and coalesce(d.component_version, '') = coalesce(f.component_version, '') and d.other_versions is not distinct from f.other_versions)
    or (d.scope = 'asset' and d.asset_id = f.asset_id)
    or d.scope = 'workspace'))`

const exposures = sql`array[${sql.join(exposureOrder.map((exposure) => sql.lit(exposure)))}]`
const isBounded = sql`d.scope in (${sql.join(dispositionScopes.filter(boundsExposure).map((scope) => sql.lit(scope)))})`

/** Everything a ruling `d` rests on is as it was for a finding `f`; across assets, the exposure no worse than the worst was. */
const holds = sql`(case when ${isBounded} then f.anchor @> (d.anchor - 'exposure')
    and coalesce(array_position(${exposures}, f.anchor->>'exposure') <= array_position(${exposures}, d.anchor->>'exposure'),
      not d.anchor ? 'exposure')
  else f.anchor @> d.anchor end)`

/**
 * Brings the state of findings in line with the rulings: suppressed where one reaches the finding, has not ended, and
 * everything it rests on is as it was; open otherwise. Each change is an event that says what moved, or which ruling
 * another took the place of. Of several rulings the narrowest speaks, then the newest.
 */
export async function applyDispositions(
  work: Work,
  workspaceId: string,
  now: Instant,
  which: Condition,
): Promise<{ suppressed: number; returned: number; replaced: Replaced[] }> {
  if (!(await hasRulings(work))) return { suppressed: 0, returned: 0, replaced: [] }
  const { rows } = await sql<{ before: string; old: string | null; new: string | null }>`
    with wanted as (
      select f.id, f.state, f.disposition_id as old_id, chosen.id as new_id
      from finding f left join lateral (
        select d.id from disposition d
        where ${reaches} and d.revoked_at is null and d.replaced_by is null and d.ends_at > ${now} and ${holds}
        order by array_position(array['finding', 'component', 'asset', 'workspace'], d.scope), d.made_at desc, d.id limit 1
      ) chosen on true
      where f.state <> 'resolved' and ${which}
        and (f.disposition_id is distinct from chosen.id or (f.state = 'suppressed') <> (chosen.id is not null))
      for update of f
    ), moved as (
      update finding f set disposition_id = w.new_id, state = case when w.new_id is null then 'open' else 'suppressed' end
      from wanted w where f.id = w.id
      returning f.id, f.anchor, w.state as before, w.old_id, w.new_id
    ), noted as (
      insert into finding_event (workspace_id, finding_id, at, kind, detail)
      select ${workspaceId}, m.id, ${now}, case when m.new_id is null then 'returned'
          when m.before = 'suppressed' then 'ruling-replaced' else 'suppressed' end,
        jsonb_strip_nulls(jsonb_build_object(
          'disposition', coalesce(m.new_id, m.old_id), 'status', d.status, 'reason', d.reason, 'by', d.made_by,
          'because', ${whyLeft(now)},
          'instead', case when m.new_id is not null and m.before = 'suppressed' then
            jsonb_build_object('disposition', o.id, 'status', o.status, 'reason', o.reason, 'by', o.made_by) end,
          'was', case when m.new_id is null then d.anchor end,
          'now', case when m.new_id is null then m.anchor end))
      from moved m join disposition d on d.id = coalesce(m.new_id, m.old_id) left join disposition o on o.id = m.old_id
    )
    select before, old_id as old, new_id as new from moved`.execute(work)
  const suppressed = rows.filter((row) => row.new !== null && row.before !== 'suppressed').length
  const returned = rows.filter((row) => row.new === null).length
  const replaced = rows.flatMap((row) =>
    row.before === 'suppressed' && row.old !== null && row.new !== null ? [{ old: row.old, by: row.new }] : [],
  )
  return { suppressed, returned, replaced }
}

/**
 * Why a ruling no longer stands on a finding: `d` the one that stands now, or stood where none does, `o` the one before.
 * Null where one is simply newer.
 */
function whyLeft(now: Instant): Condition {
  const wasMade = sql`m.before <> 'suppressed' or d.made_at >= o.made_at`
  return sql`case when m.new_id is not null and (${wasMade}) then null
    when o.revoked_at is not null then 'revoked' when o.ends_at <= ${now} then 'ended' else 'moved' end`
}

/** Where nobody ever ruled there is nothing to compare a hundred thousand findings with. */
async function hasRulings(work: Work): Promise<boolean> {
  const { rows } = await sql`select from disposition limit 1`.execute(work)
  return rows.length > 0
}

interface AboutSql {
  id: string
  /** The vulnerability, or the rule of a finding that rests on a tool's word. */
  subject: string | null
  component_key: string
  component_version: string | null
  other_versions: string[] | null
  asset_id: string
  anchor: Anchor
  /** The ruling that stands on it. */
  disposition_id: string | null
}

/**
 * Who rules on a finding, and what VEX statement they repeat. `instead`: the ruling that stood on it when they looked
 * (`null`: none), `replaces`: the others that they know theirs takes the place of; where they say.
 */
interface MadeBy {
  by: string
  from?: VexStatementOf | undefined
  instead?: string | null | undefined
  replaces?: readonly string[] | undefined
}

/** Each statement of a rehearsal may take so long: whoever works on the same findings waits for it. */
const STATEMENT_MS = 20_000

/**
 * Makes a ruling in a transaction of its own: see {@link ruleOn}.
 * @param rehearse only tells what it would do; all of it is taken back.
 */
export async function makeDisposition(
  database: Database,
  workspaceId: string,
  findingId: string,
  ruling: Ruling & MadeBy,
  now: Instant,
  { rehearse: isRehearsal = false }: { rehearse?: boolean } = {},
): Promise<Result<MadeDisposition>> {
  const make = (same: Pick<Database, 'inWorkspace'>) =>
    attempt({ inTransaction: (work) => same.inWorkspace(workspaceId, work) }, (work) =>
      ruleOn(work, workspaceId, findingId, ruling, now),
    )
  return isRehearsal ? rehearse(database, workspaceId, STATEMENT_MS, make) : make(database)
}

/**
 * Makes a ruling about a finding and suppresses what it reaches. Problems, which the caller's transaction has to take back:
 * `not-found`, `bad-ruling`, `changed-meanwhile` (another ruling stands by now, there or elsewhere in its scope).
 */
export async function ruleOn(
  work: Work,
  workspaceId: string,
  findingId: string,
  ruling: Ruling & MadeBy,
  now: Instant,
): Promise<Result<MadeDisposition>> {
  const facts = checkRuling(ruling, now)
  if (!facts.ok) return facts
  const { rows } =
    await sql<AboutSql>`select id, coalesce(vulnerability_id, rule_id) as subject, component_key, component_version, other_versions, asset_id, anchor, disposition_id
    from finding where id = ${findingId} ${ruling.instead === undefined ? sql`` : sql`for update`}`.execute(work)
  const about = rows[0]
  if (!about?.subject) return err(problem('not-found', 'there is no such finding in this workspace'))
  if (ruling.instead !== undefined && ruling.instead !== about.disposition_id)
    return err(await changedMeanwhile(work, about))
  if (ruling.scope === 'component' && about.component_key === '')
    return err(problem('bad-ruling', 'it is in no component: rule on this finding, this asset, or everywhere'))
  const missing = facts.value.find((fact) => about.anchor[fact] === undefined)
  if (missing) return err(problem('bad-ruling', `its ${missing} is not known yet: it is being assessed, try again`))
  const id = randomUUID()
  await insertRuling(work, workspaceId, { id, about, ruling, facts: facts.value, now })
  const which = sql`(f.vulnerability_id = ${about.subject} or f.rule_id = ${about.subject})`
  const anchor = await boundExposure(work, id, which)
  const { suppressed, replaced } = await applyDispositions(work, workspaceId, now, which)
  await endReplaced(work, id, now)
  const olds = replaced.filter(({ by }) => by === id).map(({ old }) => old)
  const replaces = await rulingsOf(work, olds)
  const unseen = unseenOf(replaces, ruling)
  if (unseen.length > 0) return err(takesPlaceOf(unseen))
  return ok({ id, anchor, suppressed, assets: await assetsOf(work, id), replaces })
}

/**
 * A ruling ends those of the same reach that it leaves nothing: when its own day comes, its findings are open again, not
 * back under what somebody replaced.
 */
async function endReplaced(work: Work, id: string, now: Instant): Promise<void> {
  await sql`update disposition d set replaced_by = n.id from disposition n
    where n.id = ${id} and d.id <> n.id and d.workspace_id = n.workspace_id
      and d.revoked_at is null and d.replaced_by is null and d.ends_at > ${now}
      and d.scope = n.scope and d.vulnerability_id = n.vulnerability_id and d.finding_id is not distinct from n.finding_id
      and d.component_key is not distinct from n.component_key
      and d.component_version is not distinct from n.component_version
      and d.other_versions is not distinct from n.other_versions and d.asset_id is not distinct from n.asset_id
      and not exists (select from finding f where f.disposition_id = d.id)`.execute(work)
}

/** Rulings, each with how often it is listed: a time for each finding. */
async function rulingsOf(work: Work, olds: readonly string[]): Promise<ReplacedRuling[]> {
  if (olds.length === 0) return []
  const { rows } = await sql<ReplacedRuling>`select d.id, d.made_by as "madeBy", d.reason, count(*)::int as findings
    from unnest(${olds}::uuid[]) as given (id) join disposition d on d.id = given.id
    group by d.id, d.made_by, d.reason order by findings desc, d.id`.execute(work)
  return rows
}

function unseenOf(replaces: readonly ReplacedRuling[], { replaces: seen, instead }: MadeBy): ReplacedRuling[] {
  return seen === undefined ? [] : replaces.filter(({ id }) => id !== instead && !seen.includes(id))
}

/** A wide ruling reaches findings that its author has not open: whose rulings it would take the place of is told first. */
function takesPlaceOf(unseen: readonly ReplacedRuling[]): Problem {
  const findings = unseen.reduce((sum, ruling) => sum + ruling.findings, 0)
  const by = [...new Set(unseen.map(({ madeBy }) => madeBy))].join(', ')
  return problem(
    'changed-meanwhile',
    `it would take the place of ${unseen.length === 1 ? 'a ruling' : `${unseen.length} rulings`} that you have not seen, on ${findings} ${findings === 1 ? 'finding' : 'findings'}, by ${by}. Look at it again`,
  )
}

/** Says who ruled, so that nobody's ruling takes the place of one that its author has not seen. */
async function changedMeanwhile(work: Work, { disposition_id: standing }: AboutSql): Promise<Problem> {
  const { rows } = await sql<{ made_by: string; reason: string }>`select made_by, reason from disposition
    where id = ${standing}`.execute(work)
  const ruled = rows[0]
  return problem(
    'changed-meanwhile',
    ruled
      ? `somebody else has changed it since: ${ruled.made_by} ruled on it (${ruled.reason}). Look at it again`
      : 'somebody else has changed it since: the ruling that stood no longer does. Look at it again',
  )
}

interface NewRuling {
  id: string
  about: AboutSql
  ruling: Ruling & MadeBy
  facts: readonly AnchorFact[]
  now: Instant
}

async function insertRuling(
  work: Work,
  workspaceId: string,
  { id, about, ruling, facts, now }: NewRuling,
): Promise<void> {
  const { status, scope, reason, justification = null, endsAt, by, from } = ruling
  const anchor = Object.fromEntries(facts.map((fact) => [fact, about.anchor[fact]]))
  await sql`insert into disposition (workspace_id, id, status, scope, vulnerability_id, finding_id, component_key,
      component_version, other_versions, asset_id, anchor, justification, reason, made_by, made_at, ends_at, vex_document_id, vex_statement)
    values (${workspaceId}, ${id}, ${status}, ${scope}, ${about.subject},
      ${scope === 'finding' ? about.id : null}, ${scope === 'component' ? about.component_key : null},
      ${scope === 'component' ? about.component_version : null}, ${scope === 'component' ? about.other_versions : null}::text[],
      ${scope === 'asset' ? about.asset_id : null},
      ${JSON.stringify(anchor)}, ${justification}, ${reason.trim()}, ${by}, ${now}, ${endsAt},
      ${from?.document ?? null}, ${from?.statement ?? null})`.execute(work)
}

/** A ruling across assets covers what is there when it is made: it rests on the worst exposure among that. @returns its anchor. */
async function boundExposure(work: Work, id: string, which: Condition): Promise<Anchor> {
  await sql`update disposition d set anchor = d.anchor || jsonb_build_object('exposure', (
      select (${exposures})[max(array_position(${exposures}, f.anchor->>'exposure'))] from finding f
      where f.state <> 'resolved' and ${which} and ${reaches} and f.anchor @> (d.anchor - 'exposure')))
    where d.id = ${id} and ${isBounded} and d.anchor ? 'exposure'`.execute(work)
  const { rows } = await sql<{ anchor: Anchor }>`select anchor from disposition where id = ${id}`.execute(work)
  return rows[0]!.anchor
}

/** What taking a ruling back does: findings that are open again, and rulings of others that stand instead, most first. */
interface TakenBack {
  returned: number
  stands: ReplacedRuling[]
}

/** What {@link revokeDisposition} would do; all of it is taken back. */
export function rehearseRevoking(
  database: Database,
  terms: { workspaceId: string; by: string; now: Instant },
  id: string,
): Promise<Result<TakenBack>> {
  return rehearse(database, terms.workspaceId, STATEMENT_MS, (same) =>
    attempt({ inTransaction: (work) => same.inWorkspace(terms.workspaceId, work) }, (work) =>
      revokeDisposition(work, terms, id),
    ),
  )
}

/** Takes a ruling back: what stood before it, or reaches further, stands again; the rest is open. Problem `not-found`. */
export async function revokeDisposition(
  work: Work,
  { workspaceId, by, now }: { workspaceId: string; by: string; now: Instant },
  id: string,
): Promise<Result<TakenBack>> {
  const taken = await sql<{ subject: string }>`update disposition set revoked_by = ${by}, revoked_at = ${now}
    where id = ${id} and revoked_at is null returning vulnerability_id as subject`.execute(work)
  const subject = taken.rows[0]?.subject
  if (subject === undefined) return err(problem('not-found', 'there is no such ruling, or it was taken back already'))
  await sql`update disposition set replaced_by = null where replaced_by = ${id}`.execute(work)
  const { returned, replaced } = await applyDispositions(
    work,
    workspaceId,
    now,
    sql`(f.disposition_id = ${id} or f.vulnerability_id = ${subject} or f.rule_id = ${subject})`,
  )
  return ok({
    returned,
    stands: await rulingsOf(
      work,
      replaced.map((one) => one.by),
    ),
  })
}

/** Opens again what rulings that have ended suppressed. */
export async function endDispositions(database: Database, workspaceId: string, now: Instant): Promise<number> {
  return database.inWorkspace(workspaceId, async (work) => {
    const ended = sql`f.disposition_id in (select id from disposition where ends_at <= ${now} and revoked_at is null)`
    const { returned } = await applyDispositions(work, workspaceId, now, ended)
    return returned
  })
}

async function assetsOf(work: Work, dispositionId: string): Promise<number> {
  const { rows } = await sql<{ assets: number }>`select count(distinct asset_id)::int as assets from finding
    where disposition_id = ${dispositionId}`.execute(work)
  return rows[0]?.assets ?? 0
}
