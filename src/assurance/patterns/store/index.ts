import { sql, type Transaction } from 'kysely'
import type { Sketch } from '#core/similarity'
import { cleanText, jsonForPostgres, type NoTables } from '#platform/database'
import type { PatternItem, PatternWord } from '../cluster.ts'
import type { Renumbered } from '../numbers.ts'

type Work = Transaction<NoTables>

/** Something seen that may belong to a pattern. Seen again it is the same item, more often. */
export interface SeenItem extends PatternItem {
  kind: 'traces' | 'case'
  system: string | null
  at: string
  times: number
  cameThrough: number
}

/** Of signs without number and of 32 bits each: PostgreSQL's are signed. */
const signed = (sketch: Sketch) => sketch.map((digest) => digest | 0)
const unsigned = (sketch: readonly number[]) => sketch.map((digest) => digest >>> 0)

/** Notes what was seen. The order does not matter. */
export async function noteItems(work: Work, workspaceId: string, items: readonly SeenItem[]): Promise<void> {
  if (items.length === 0) return
  const rows = items
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ sketch, ...item }) => ({ ...item, sketch: `{${signed(sketch).join(',')}}` }))
  await sql`insert into pattern_item as p (workspace_id, id, kind, system_slug, sketch, first_at, last_at, times, came_through, through_at)
    select ${workspaceId}, id, kind, system, sketch::integer[], at, at, times, "cameThrough", case when "cameThrough" > 0 then at end
    from json_to_recordset(${jsonForPostgres(rows)}::json) as r(id text, kind text, system text, sketch text, at timestamptz,
      times bigint, "cameThrough" bigint)
    on conflict (workspace_id, id) do update set first_at = least(p.first_at, excluded.first_at),
      last_at = greatest(p.last_at, excluded.last_at), times = p.times + excluded.times,
      came_through = p.came_through + excluded.came_through, through_at = greatest(p.through_at, excluded.through_at),
      is_new = true`.execute(work)
}

/** Notes what a case says, in place of what it said before. */
export async function noteCase(
  work: Work,
  workspaceId: string,
  item: Omit<SeenItem, 'kind' | 'times' | 'cameThrough'>,
): Promise<void> {
  await sql`insert into pattern_item (workspace_id, id, kind, system_slug, sketch, first_at, last_at)
    values (${workspaceId}, ${item.id}, 'case', ${item.system}, ${`{${signed(item.sketch).join(',')}}`}::integer[], ${item.at}, ${item.at})
    on conflict (workspace_id, id) do update set sketch = excluded.sketch, system_slug = excluded.system_slug, is_new = true`.execute(
    work,
  )
}

export async function hasNewItems(work: Work): Promise<boolean> {
  const { rows } = await sql`select 1 from pattern_item where is_new limit 1`.execute(work)
  return rows.length > 0
}

/** An item as it is grouped. */
export interface GroupedItem extends PatternItem {
  times: number
  number: number | null
}

/** Items of traces that are grouped at most; the rest is forgotten, what was seen longest ago first. */
export const MOST_ITEMS = 5_000
const KEPT = sql`interval '180 days'`

/** Forgets what nobody saw for half a year, and what is more than is grouped. Cases stay. */
export async function forgetItems(work: Work, now: string): Promise<void> {
  await sql`delete from pattern_item where kind = 'traces' and (last_at < ${now}::timestamptz - ${KEPT}
    or id in (select id from pattern_item where kind = 'traces' order by last_at desc, id offset ${MOST_ITEMS}))`.execute(
    work,
  )
  await sql`delete from pattern_word w where not exists (select 1 from pattern_item i where i.id = w.a)
    or not exists (select 1 from pattern_item i where i.id = w.b)`.execute(work)
}

/** All items, one writer at a time until the transaction ends. */
export async function itemsToGroup(work: Work, workspaceId: string): Promise<GroupedItem[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`patterns ${workspaceId}`}, 0))`.execute(work)
  const { rows } = await sql<Omit<GroupedItem, 'sketch'> & { sketch: number[] }>`
    select id, sketch, times::float8 as times, number from pattern_item order by id`.execute(work)
  return rows.map(({ sketch, ...row }) => ({ ...row, sketch: unsigned(sketch) }))
}

export async function patternWords(work: Work): Promise<PatternWord[]> {
  const { rows } = await sql<PatternWord>`select kind, a, b from pattern_word`.execute(work)
  return rows
}

/** Says of two items that they belong together, or do not; a second word replaces the first. */
export async function sayWord(
  work: Work,
  workspaceId: string,
  { kind, a, b }: PatternWord,
  { by, now }: { by: string; now: string },
): Promise<void> {
  if (a === b) return
  const [first, second] = a < b ? [a, b] : [b, a]
  await sql`insert into pattern_word (workspace_id, a, b, kind, said_by, said_at)
    values (${workspaceId}, ${first}, ${second}, ${kind}, ${by}, ${now})
    on conflict (workspace_id, a, b) do update set kind = excluded.kind, said_by = excluded.said_by, said_at = excluded.said_at`.execute(
    work,
  )
}

/** Takes back that items of two lists do not belong together. */
export async function forgetApart(work: Work, ones: readonly string[], others: readonly string[]): Promise<void> {
  await sql`delete from pattern_word where kind = 'apart'
    and (a = any (${ones}) and b = any (${others}) or a = any (${others}) and b = any (${ones}))`.execute(work)
}

export async function nextNumber(work: Work): Promise<number> {
  const { rows } = await sql<{ next: number }>`select coalesce(max(number), 0) + 1 as next from pattern`.execute(work)
  return rows[0]?.next ?? 1
}

/** Writes the numbers of items, and what became of those that were. */
export async function writeNumbers(
  work: Work,
  workspaceId: string,
  { numbers, made, merged }: Renumbered,
  now: string,
): Promise<void> {
  const rows = [...numbers].map(([id, number]) => ({ id, number }))
  await sql`insert into pattern (workspace_id, number, made_at, split_from)
    select ${workspaceId}, number, ${now}::timestamptz, "splitFrom"
    from json_to_recordset(${jsonForPostgres(made)}::json) as r(number int, "splitFrom" int)`.execute(work)
  await sql`update pattern p set merged_into = r."into" from json_to_recordset(${jsonForPostgres(merged)}::json) as r(number int, "into" int)
    where p.number = r.number`.execute(work)
  await sql`update pattern_item p set number = r.number, is_new = false
    from (select i.id, n.number from pattern_item i left join json_to_recordset(${jsonForPostgres(rows)}::json) as n(id text, number int)
      on n.id = i.id where i.is_new or i.number is distinct from n.number) r
    where p.id = r.id`.execute(work)
}

/** A pattern as it is shown. */
export interface PatternRow {
  number: number
  title: string | null
  madeAt: string
  splitFrom: number | null
  /** Near-duplicates that differ, and how often any was seen. */
  items: number
  times: number
  cameThrough: number
  firstAt: string | null
  lastAt: string | null
  systems: string[]
  cases: string[]
}

interface Row extends Omit<PatternRow, 'madeAt' | 'firstAt' | 'lastAt'> {
  madeAt: Date
  firstAt: Date | null
  lastAt: Date | null
}

/** Patterns that were not merged into others, the one that was seen last first. @param number only this one */
export async function listPatterns(work: Work, limit: number, number?: number): Promise<PatternRow[]> {
  const { rows } = await sql<Row>`
    select p.number, p.title, p.made_at as "madeAt", p.split_from as "splitFrom",
      count(i.id) filter (where i.kind = 'traces')::int as items, coalesce(sum(i.times) filter (where i.kind = 'traces'), 0)::float8 as times,
      coalesce(sum(i.came_through), 0)::float8 as "cameThrough", min(i.first_at) as "firstAt", max(i.last_at) as "lastAt",
      coalesce(array_agg(distinct i.system_slug) filter (where i.system_slug is not null), '{}') as systems,
      (select coalesce(array_agg(distinct c.id order by c.id), '{}') from (
        select l.case_id::text as id from case_link l where l.kind = 'pattern' and l.target = p.number::text
        union select substr(own.id, 6) from pattern_item own where own.number = p.number and own.kind = 'case') c) as cases
    from pattern p left join pattern_item i on i.workspace_id = p.workspace_id and i.number = p.number
    where p.merged_into is null and ${number === undefined ? sql`true` : sql`p.number = ${number}`}
    group by p.workspace_id, p.number, p.title, p.made_at, p.split_from
    order by max(i.last_at) desc nulls last, p.number limit ${limit}`.execute(work)
  return rows.map(({ madeAt, firstAt, lastAt, ...row }) => ({
    ...{ ...row, madeAt: madeAt.toISOString() },
    ...{ firstAt: firstAt?.toISOString() ?? null, lastAt: lastAt?.toISOString() ?? null },
  }))
}

/** Items of a pattern, the one that was seen last first. */
export interface PatternMember {
  id: string
  kind: 'traces' | 'case'
  system: string | null
  shingles: number
  firstAt: string
  lastAt: string
  times: number
  cameThrough: number
}

export async function membersOf(work: Work, number: number, limit: number): Promise<PatternMember[]> {
  const { rows } = await sql<Omit<PatternMember, 'firstAt' | 'lastAt'> & { firstAt: Date; lastAt: Date }>`
    select id, kind, system_slug as system, cardinality(sketch) as shingles, first_at as "firstAt", last_at as "lastAt",
      times::float8 as times, came_through::float8 as "cameThrough"
    from pattern_item where number = ${number} order by last_at desc, id limit ${limit}`.execute(work)
  return rows.map(({ firstAt, lastAt, ...row }) => ({
    ...row,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
  }))
}

/** The pattern that an item belongs to. */
export async function numberOfItem(work: Work, id: string): Promise<number | undefined> {
  const { rows } = await sql<{ number: number | null }>`select number from pattern_item where id = ${id}`.execute(work)
  return rows[0]?.number ?? undefined
}

/** The pattern that a number stands for now: merged ones lead on. */
export async function standingNumber(work: Work, number: number): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    with recursive led as (
      select number, merged_into from pattern where number = ${number}
      union select p.number, p.merged_into from pattern p join led on p.number = led.merged_into)
    select number from led where merged_into is null`.execute(work)
  return rows[0]?.number
}

export async function namePattern(work: Work, number: number, title: string | null): Promise<void> {
  await sql`update pattern set title = ${title === null ? null : cleanText(title)} where number = ${number}`.execute(
    work,
  )
}

/**
 * Opens closed cases whose pattern came back: something of it came through, or somebody reported another incident or near miss of it,
 * after the case was closed. Returns their ids. What came by a link or mail is for people to judge.
 */
export async function reopenRecurring(work: Work): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive led as (
      select number as start, number, merged_into from pattern
      union select led.start, p.number, p.merged_into from led join pattern p on p.number = led.merged_into),
    of_case as (
      select c.id, c.closed_at, led.number from assurance_case c
        join case_link l on l.case_id = c.id and l.kind = 'pattern' join led on led.start::text = l.target and led.merged_into is null
        where c.state = 'closed'
      union select c.id, c.closed_at, i.number from assurance_case c
        join pattern_item i on i.id = 'case ' || c.id::text and i.number is not null where c.state = 'closed'),
    of_new as (
      select n.id, n.reported_at, i.number from assurance_case n join pattern_item i on i.id = 'case ' || n.id::text
        where n.kind in ('incident', 'near-miss') and n.origin in ('person', 'command') and i.number is not null
      union select n.id, n.reported_at, led.number from assurance_case n
        join case_link l on l.case_id = n.id and l.kind = 'pattern' join led on led.start::text = l.target and led.merged_into is null
        where n.kind in ('incident', 'near-miss')),
    back as (
      select o.id, o.number, i.through_at as at from of_case o join pattern_item i
        on i.number = o.number and i.through_at > o.closed_at
      union select o.id, o.number, n.reported_at from of_case o join of_new n on n.number = o.number and n.id <> o.id and n.reported_at > o.closed_at)
    update assurance_case c set state = 'open', closed_at = null, closed_by = null,
      recurred_at = back.at, reopened_why = 'pattern ' || back.number || ' came back'
    from (select id, min(number) as number, max(at) as at from back group by id) back where c.id = back.id returning c.id`.execute(
    work,
  )
  return rows.map(({ id }) => id)
}
