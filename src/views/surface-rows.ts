import { type RawBuilder, sql } from 'kysely'
import type { FilterTerm } from '#contract'
import type { SurfaceAssetDetail, SurfaceRow, SurfaceSort } from '#contract/surface'
import type { SurfaceStep } from '#core/vocabulary'
import { conditionsOf, type FilterSql, type SqlOrder } from './sql-list.ts'

/** What a row of the surface is read as. */
export type SurfaceRowSql = Omit<SurfaceRow, 'via' | 'label'> & { path: SurfaceStep[]; subject: string | null }

export type SurfacePlace = SurfaceAssetDetail['places'][number]

/** An asset as the parts of its page ask for what belongs to it. */
export interface SurfaceSubject extends SurfacePlace {
  naturalKey: string
  standing: SurfaceAssetDetail['standing']
  confidence: number
  reason: string
  /** Itself, and where it answers. */
  places: SurfacePlace[]
}

/** The surface with its assets: what the other SQL here is written for. */
export const surfaceTables = sql`surface_asset s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id`

/** Ids of the assets whose services, weaknesses and findings are told of this one: itself and where it answers. */
const at = sql`case when s.asset_id = any (s.places) then s.places else array_append(s.places, s.asset_id) end`
/** `tcp/443` in the place of a finding. */
const findingPort = sql`split_part(f.location, ' · ', 1)`
/** Rules that judge a certificate and not how it is served: of what is wrong where it is presented they are its own. */
export const CERTIFICATE_RULES = '^cert-|-cert$|^weak-rsa$|^sha1-signature$'
const judgesCertificate = (rule: RawBuilder<unknown>) => sql`${rule} ~ ${sql.lit(CERTIFICATE_RULES)}`
const findingRule = sql`split_part(f.rule_id, ':', 2)`

/** Of the address of a service or a certificate only what is at the ports where they are. */
const own = (place: RawBuilder<unknown>, port: RawBuilder<unknown>, rule?: RawBuilder<unknown>) =>
  sql`case a.kind when 'service' then ${port} = s.ports[1]
    when 'certificate' then ${rule ? judgesCertificate(rule) : sql`true`}
      and (${place}, ${port}) in (select * from unnest(s.places, s.ports)) else true end`
const ownService = own(sql`o.asset_id`, sql`o.port`)
const ownWeakness = own(sql`o.asset_id`, sql`o.port`, sql`o.rule`)
export const ownFinding = own(sql`f.asset_id`, findingPort, findingRule)

const servicesThere = sql`from observation o where o.asset_id = any (${at}) and o.kind = 'service' and o.gone_at is null and ${ownService}`
const weaknessesThere = sql`from observation o where o.asset_id = any (${at}) and o.kind = 'weakness' and o.gone_at is null and ${ownWeakness}`
const findingsThere = sql`from finding f where f.asset_id = any (${at}) and f.state = 'open' and ${ownFinding}`
const certificate = sql`from observation o where o.asset_id = s.asset_id and o.kind = 'certificate'`

const services = sql`(select count(*)::int ${servicesThere})`
const weaknesses = sql`(select count(*)::int ${weaknessesThere})`
const expires = sql`(select o.value ->> 'validTo' ${certificate} and a.kind = 'certificate' limit 1)`

const MOST_TECHNOLOGIES = 5
const MOST_ADDRESSES = 3

/** Who named the seed that an asset which was only stated rests on: the one that its reason names, else that of its way. */
const statedBy = sql`case when s.proof = 'stated' then (select d.added_by from scope_seed d
  where lower(d.name) in (lower(a.name), lower(substring(s.reason from '^Lies in (\\S+), ')),
    lower(s.path -> 0 -> 'from' ->> 'name'), lower(s.path -> 0 -> 'to' ->> 'name'))
  order by lower(d.name) = lower(a.name) desc, lower(d.name) = lower(substring(s.reason from '^Lies in (\\S+), ')) desc nulls last,
    lower(d.name) = lower(s.path -> 0 -> 'from' ->> 'name') desc nulls last, d.kind limit 1) end`

/** Columns of a row. */
export const surfaceColumnsSql = sql`a.id, a.kind, a.name, s.standing, nullif(s.proof, 'none') as proof, ${statedBy} as "statedBy", s.confidence, s.reason, s.distance, s.path, s.vantage,
  ${services} as services, ${weaknesses} as weaknesses, ${expires} as expires,
  (select o.value ->> 'subject' ${certificate} and a.kind = 'certificate' limit 1) as subject,
  array(select t.name from asset t where t.id = any (s.places) and a.kind in ('domain', 'hostname') order by t.name
    limit ${sql.lit(MOST_ADDRESSES)}) as "resolvesTo",
  '{}'::text[] as names, 0 as named,
  array(select distinct software ->> 'product' from (select o.value ${servicesThere}) seen,
    jsonb_array_elements(seen.value -> 'software') software order by 1 limit ${sql.lit(MOST_TECHNOLOGIES)}) as technologies,
  (select json_build_object('now', count(*) filter (where f.urgency = 'now'), 'soon', count(*) filter (where f.urgency = 'soon'),
    'scheduled', count(*) filter (where f.urgency = 'scheduled'), 'defer', count(*) filter (where f.urgency = 'defer'))
    ${findingsThere}) as open,
  instant_text(s.first_seen) as "firstSeen", instant_text(s.last_seen) as "lastSeen", instant_text(s.gone_at) as "goneAt"`

/** Decisions, most urgent first. */
export const urgencies = sql`array['now', 'soon', 'scheduled', 'defer']`
/** Severities of CVSS, worst first. */
const severities = sql`array['critical', 'high', 'medium', 'low', 'none']`

/** Keys of the filter that are facts of the asset itself. */
export const surfaceFilters: FilterSql = {
  standing: sql`s.standing`,
  kind: sql`a.kind`,
  proof: sql`s.proof`,
  seen: sql`case when s.gone_at is null then 'now' else 'gone' end`,
}

/**
 * Where each asset answers, and of a service and a certificate at which port: what is there is what is joined with it, of a
 * certificate what is wrong with itself. Of a surface read once.
 */
const there = sql`select s.asset_id, p.place, p.port, a.kind = 'certificate' as "isCertificate"
  from ${surfaceTables} cross join lateral unnest(${at}, s.ports) as p (place, port)`

const seenThere = (kind: string) => sql`from observation o where o.kind = ${sql.lit(kind)} and o.gone_at is null`

/** The /24 of an IPv4 address, the /48 of an IPv6 one. Text, not `inet`: what a report calls an address need not be one. */
function networkText(key: RawBuilder<unknown>): RawBuilder<string> {
  const head = sql`case when ${key} ~ '^([0-9a-f]+:){3}' then substring(${key} from '^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):')
    else split_part(${key}, '::', 1) end`
  return sql`case when strpos(${key}, ':') = 0 then regexp_replace(${key}, '\\.\\d+$', '.0/24')
    else regexp_replace(${head}, '(^|:)0(:0)*$', '') || '::/48' end`
}

/** What is at places, by the key that filters by it: of each value its place, and the port where it is at one. */
export const placedValues: FilterSql = {
  weakness: sql`select o.asset_id as place, o.port, o.rule, o.rule as value ${seenThere('weakness')}`,
  technology: sql`select o.asset_id as place, o.port, null as rule, product as value
    from observation o cross join lateral jsonb_array_elements_text(o.products) product
    where o.kind = 'service' and o.gone_at is null`,
  port: sql`select o.asset_id as place, o.port, null as rule, split_part(o.port, '/', 2) as value
    ${seenThere('service')}`,
  network: sql`select t.id as place, null as port, null as rule, ${networkText(sql`t.natural_key`)} as value
    from asset t where t.kind = 'ip-address'`,
}

/** Of a service what is at its port, of a certificate what is wrong with itself. */
export const atPlace = sql`v.place = t.place and (t.port is null or v.port is null or v.port = t.port)
  and (not t."isCertificate" or v.rule is null or ${judgesCertificate(sql`v.rule`)})`

interface Ranked {
  /** Words, worst first, and the word for nothing at all. */
  words: RawBuilder<unknown>
  nothing: string
  values: RawBuilder<unknown>
}

/** Keys of which only the worst counts. */
export const rankedValues: Readonly<Record<string, Ranked>> = {
  decision: {
    words: urgencies,
    nothing: 'none',
    values: sql`select f.asset_id as place, ${findingPort} as port, coalesce(${findingRule}, '') as rule, array_position(${urgencies}, f.urgency) as value
      from finding f where f.state = 'open'`,
  },
  severity: {
    words: severities,
    nothing: 'nothing',
    values: sql`select o.asset_id as place, o.port, o.rule, array_position(${severities}, o.severity) as value
      ${seenThere('weakness')}`,
  },
  service: {
    words: sql`array['yes']`,
    nothing: 'no',
    values: sql`select o.asset_id as place, o.port, null as rule, 1 as value ${seenThere('service')}`,
  },
}

/** The worst at each asset, as a word. */
const worstThere = ({ words, values }: Ranked) =>
  sql`select t.asset_id, (${words})[min(v.value)] as value from (${there}) t join (${values}) v on ${atPlace} group by t.asset_id`

type Test = (term: FilterTerm) => RawBuilder<unknown>

function hasValue(values: RawBuilder<unknown>): Test {
  return ({ values: words, not }) => {
    const wanted = words.map((word) => word.toLowerCase())
    const those = sql`s.asset_id in (select t.asset_id from (${there}) t join (${values}) v on ${atPlace}
      where lower(v.value) = any (${wanted}))`
    return not ? sql`not ${those}` : those
  }
}

function isWorst(ranked: Ranked): Test {
  return ({ values: words, not }) => {
    const wanted = words.map((word) => word.toLowerCase())
    const worst = sql`select w.asset_id from (${worstThere(ranked)}) w`
    const those = sql`(s.asset_id in (${worst} where w.value = any (${wanted}))
      or ${wanted.includes(ranked.nothing)} and s.asset_id not in (${worst}))`
    return not ? sql`not ${those}` : those
  }
}

const tests: Readonly<Record<string, Test>> = Object.fromEntries([
  ...Object.entries(placedValues).map(([key, values]) => [key, hasValue(values)]),
  ...Object.entries(rankedValues).map(([key, ranked]) => [key, isWorst(ranked)]),
])

/** What is searched for words: names, why, and the subjects and names of certificates. */
const text = sql`concat_ws(' ', a.name, s.reason, (select o.value ->> 'subject' ${certificate} and a.kind = 'certificate' limit 1))`

/** Conditions of a filter of the surface; `except` leaves one key out. */
export const surfaceConditions = (filter: string, except?: string) =>
  conditionsOf(filter, surfaceFilters, text, except, tests)

/**
 * What stands by itself where each place has one row: of a service, a certificate and a host name nothing more is told than
 * the rows of their addresses tell, unless the name has a weakness of its own. Where a certificate is presented is noted at
 * the end of a run: until then it stands with the service that it was found on, lest it come and go.
 */
export const standsAlone = sql`case
  when a.kind = 'certificate' and s.gone_at is null and s.path -> -1 -> 'from' ->> 'kind' = 'service' then false
  when s.places = '{}' or a.kind not in ('service', 'certificate', 'hostname') then true
  when a.kind = 'hostname' then exists (select from observation o
    where o.asset_id = s.asset_id and o.kind = 'weakness' and o.gone_at is null) else false end`

const milliseconds = (when: RawBuilder<unknown>) => sql`(extract(epoch from ${when}) * 1000)::bigint`

export const surfaceOrders: Readonly<Record<SurfaceSort, SqlOrder>> = {
  name: { by: sql`a.name`, as: 'text' },
  // What nobody decided yet comes first, in each what is nearest to a seed, then by name: always the same.
  standing: {
    by: sql`concat_ws(' ', array_position(array['candidate', 'owned', 'dependency', 'monitor-only', 'rejected', 'excluded'],
      s.standing), lpad(s.distance::text, 3, '0'), a.name)`,
    as: 'text',
  },
  // As many of the worst as there are, then as many of the next.
  decision: {
    by: sql`(select (least(count(*) filter (where f.urgency = 'now'), 9999) * 1000000000000
      + least(count(*) filter (where f.urgency = 'soon'), 9999) * 100000000
      + least(count(*) filter (where f.urgency = 'scheduled'), 9999) * 10000
      + least(count(*) filter (where f.urgency = 'defer'), 9999))::bigint ${findingsThere})`,
    as: 'largest',
  },
  services: { by: sql`${services}::bigint`, as: 'largest' },
  weaknesses: { by: sql`${weaknesses}::bigint`, as: 'largest' },
  // An instant as text is in the order of time; what does not end comes last.
  expires: { by: sql`coalesce(${expires}, '~')`, as: 'text' },
  near: { by: sql`s.distance::bigint`, as: 'smallest' },
  seen: { by: milliseconds(sql`s.last_seen`), as: 'largest' },
  new: { by: milliseconds(sql`s.first_seen`), as: 'largest' },
}

/** A row as it is told. */
export function surfaceRowOf(sqlRow: SurfaceRowSql & { sort?: string }): SurfaceRow {
  const { path, subject, sort: _sort, ...row } = sqlRow
  const last = path.at(-1)
  return {
    ...row,
    label: subject ? subjectLabel(subject) : row.name,
    via: last ? last.how : '',
  }
}

/** The common name of a subject (`CN=www.example.com, O=Example`), else all of it. */
export function subjectLabel(subject: string): string {
  return /(?:^|[,/]\s*)CN\s*=\s*([^,/]+)/i.exec(subject)?.[1]?.trim() || subject
}
