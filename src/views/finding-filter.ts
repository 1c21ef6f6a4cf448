import { type RawBuilder, sql } from 'kysely'
import { type Filter, type FilterTerm, type FindingSort, parseFilter } from '#contract'
import { EPSS_BANDS, EPSS_STEP } from '#exposure/prioritisation'
import { hasTag } from './has-tag.ts'

type Condition = RawBuilder<unknown>

/** Of a finding `f` the score of its vulnerability, as `s`. */
export const scoreOfIt = sql`left join finding_score s
  on s.workspace_id = f.workspace_id and s.vulnerability_id = f.vulnerability_id`

const workOnIt = sql`left join finding_work w on w.workspace_id = f.workspace_id and w.finding_id = f.id`

/** What the columns below speak of: `f` is the finding, `a` its asset, `w` the work on it and `s` its vulnerability's score, where there are any. */
export const findingTables = sql`finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
  ${workOnIt} ${scoreOfIt}`

/**
 * The same of a few findings: what belongs to each is looked up by its key. Left to choose, PostgreSQL goes through every
 * asset for the fifty findings of a page, with the check of the workspace on each.
 */
export const fewFindingTables = sql`finding f
  cross join lateral (select * from asset a where a.workspace_id = f.workspace_id and a.id = f.asset_id offset 0) a
  left join lateral (
    select * from finding_work w where w.workspace_id = f.workspace_id and w.finding_id = f.id offset 0
  ) w on true
  left join lateral (
    select * from finding_score s where s.workspace_id = f.workspace_id and s.vulnerability_id = f.vulnerability_id offset 0
  ) s on true`

/** The same without the asset and the score. */
export const findingsAlone = sql`finding f ${workOnIt}`

/**
 * The findings of these numbers under the name of their table: read first, by their index. Without statistics, as after a
 * first import, PostgreSQL would begin with every asset.
 */
export function theseFindings(seqs: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`finding as materialized (select * from finding where seq = any (${seqs}::bigint[]))`
}

/**
 * The fix action that closes a finding: what the component is called without its version, in which ecosystem and release,
 * and whether its sources say that no version fixes it; of what is in no component, the rule. What nobody knows a fixed
 * version of stands with the updates: a newer version is what one would try first.
 */
const actionId = sql<string>`left(encode(sha256(convert_to(case when f.component_key = ''
  then concat_ws(chr(10), 'rule', coalesce(f.vulnerability_id, f.rule_id))
  else concat_ws(chr(10), case when f.fixed_version is null and f.fix_state in ('not-fixed', 'wont-fix', 'end-of-life')
    then 'no-fix' else 'update' end, f.component_key, f.ecosystem)
  end, 'UTF8')), 'hex'), 22)`

/** Today's EPSS of a finding's vulnerability; where there is none, that of a report. */
export const epssNow = sql<number>`coalesce(s.epss, f.epss)`
export const epssChangeNow = sql<number>`case when s.epss is null then f.epss_change else s.change end`

/** A finding's place in the order: as it was decided, with the band of today's EPSS (`rankOf`). */
export const rankNow = sql<number>`(f.rank + case when s.epss is null then 0
  else (s.band - f.rank / ${sql.lit(EPSS_STEP)} % ${sql.lit(EPSS_BANDS)}) * ${sql.lit(EPSS_STEP)} end)`

/** When a finding is due: as a person says, else as its decision does. */
export const dueAt = sql<Date | null>`coalesce(w.due_at, f.due_at)`

/** Stands between the tags of an asset, which are one word of the index; in none of them. */
export const BETWEEN_TAGS = '\n'

/** Stands between the versions of a finding, which are one word of the index; in none of them. */
export const BETWEEN_VERSIONS = '\n'

/** Each filter key as the SQL text it compares; of `tag` any part between its boundaries. */
export const findingColumns: Readonly<Record<string, RawBuilder<string>>> = {
  decision: sql`f.urgency`,
  kind: sql`f.kind`,
  exposure: sql`a.exposure`,
  kev: sql`case f.kev when true then 'yes' when false then 'no' else 'unknown' end`,
  exploitation: sql`replace(f.exploitation, 'public poc', 'poc')`,
  verdict: sql`f.verdict`,
  basis: sql`f.basis`,
  fix: sql`case when f.fixed_version is null then 'no' else 'yes' end`,
  ecosystem: sql`coalesce(split_part(f.ecosystem, ':', 1), 'none')`,
  asset: sql`a.name`,
  vulnerability: sql`coalesce(f.vulnerability_id, '')`,
  owner: sql`coalesce(a.owner, 'none')`,
  tag: sql`coalesce(nullif(array_to_string(a.tags, ${sql.lit(BETWEEN_TAGS)}), ''), 'none')`,
  criticality: sql`a.criticality`,
  action: actionId,
  assignee: sql`coalesce(w.assignee, 'none')`,
  team: sql`coalesce(w.team, 'none')`,
  progress: sql`coalesce(w.progress, 'none')`,
  state: sql`f.state`,
}

/** Those that speak of the asset alone. */
export const assetKeys: ReadonlySet<string> = new Set(['exposure', 'asset', 'owner', 'tag', 'criticality'])

/** Keys shown as facets, in order. */
export const facetKeys = [
  'decision',
  'exposure',
  'kev',
  'exploitation',
  'ecosystem',
  'asset',
  'verdict',
  'basis',
  'fix',
  'kind',
  'criticality',
  'owner',
  'assignee',
  'team',
  'progress',
] as const

/** What the words of a filter that are no terms are looked for in. */
export const findingText: Readonly<Record<string, RawBuilder<string>>> = {
  // A title that is made of the next two says nothing more, and each finding has its own.
  title: sql`case when f.title is distinct from f.vulnerability_id || ' in ' || f.component_name then f.title end`,
  vulnerability: sql`f.vulnerability_id`,
  component: sql`f.component_name`,
  version: sql`case when f.other_versions is null then f.component_version
    else concat_ws(${sql.lit(BETWEEN_VERSIONS)}, coalesce(f.component_version, ''), array_to_string(f.other_versions, ${sql.lit(BETWEEN_VERSIONS)})) end`,
  rule: sql`f.rule_id`,
  location: sql`case when f.component_key = '' then f.location end`,
  asset: sql`a.name`,
}

/** Seconds since 1970, at half the cost of `extract`, whose numbers are decimal. */
const seconds = (time: RawBuilder<unknown>) => sql<number>`date_part('epoch', ${time})`

/** Each order as the number it sorts by, largest first; what has none comes last. `asset` is in the order of names. */
export const findingSorts: Readonly<Record<Exclude<FindingSort, 'asset'>, RawBuilder<number>>> = {
  decision: rankNow,
  due: sql`-${seconds(dueAt)}`,
  newest: seconds(sql`f.first_seen`),
  oldest: sql`-${seconds(sql`f.first_seen`)}`,
  epss: epssNow,
  cvss: sql`f.cvss`,
}

/** When a finding came to its present urgency and when it was resolved, in seconds since 1970. */
export const findingTimes: Readonly<Record<'since' | 'resolved', RawBuilder<number>>> = {
  since: seconds(sql`f.priority_since`),
  resolved: seconds(sql`f.resolved_at`),
}

/** Conditions of a findings filter; open findings only, unless the filter speaks of state. `except` leaves one key out. */
export function findingConditions(source: string, except?: string): Condition {
  const filter = parseFilter(source)
  const terms = filter.terms.filter((term) => term.key !== except).map(termCondition)
  const state = filter.terms.some((term) => term.key === 'state') ? [] : [sql`f.state = 'open'`]
  return sql.join([sql`true`, ...state, ...terms, ...textConditions(filter)], sql` and `)
}

function termCondition(term: FilterTerm): Condition {
  if (term.key === 'state' && term.values.includes('any')) return sql`true`
  if (term.key === 'due') return signed(term, sql`(${sql.join(term.values.map(dueCondition), sql` or `)})`)
  if (term.key === 'asset') return signed(term, sql`(a.name = any (${term.values}) or a.id = any (${term.values}))`)
  const column = findingColumns[term.key]
  if (!column) return sql`false`
  if (term.key === 'tag') return hasTag(sql`string_to_array(${column}, ${sql.lit(BETWEEN_TAGS)})`, term)
  return signed(term, sql`lower(${column}) = any (${term.values.map((value) => value.toLowerCase())})`)
}

/** What is due changes by the minute. */
const thisMinute = sql`date_trunc('minute', now())`

const dueConditions: Readonly<Record<string, Condition>> = {
  overdue: sql`coalesce(${dueAt} < ${thisMinute}, false)`,
  today: sql`coalesce(${dueAt} >= ${thisMinute} and ${dueAt} < ${thisMinute} + interval '1 day', false)`,
  week: sql`coalesce(${dueAt} >= ${thisMinute} and ${dueAt} < ${thisMinute} + interval '7 days', false)`,
  later: sql`coalesce(${dueAt} >= ${thisMinute} + interval '7 days', false)`,
  none: sql`${dueAt} is null`,
}

function dueCondition(word: string): Condition {
  return dueConditions[word.toLowerCase()] ?? sql`false`
}

function signed(term: FilterTerm, condition: Condition): Condition {
  return term.not ? sql`not ${condition}` : condition
}

/** Every word must appear in the title, the vulnerability, the component or the asset. */
function textConditions({ text }: Filter): Condition[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10)
    .map((word) => {
      const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`
      return sql`concat_ws(' ', ${sql.join(Object.values(findingText))}) ilike ${like}`
    })
}
