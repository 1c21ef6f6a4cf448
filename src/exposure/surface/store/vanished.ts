import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { DiscoveryLook, NamedAsset, SurfaceStep } from '#core/vocabulary'
import { forgetRelations } from '#exposure/inventory/store'
import { jsonForPostgres } from '#platform/database'
import { leftSurface, type SurfaceChange, vanished } from '../changes.ts'
import type { ObservationValue } from '../observation.ts'
import { keptOutBy, ruledOutSince } from '../ruling-effect.ts'
import { MISSES_UNTIL_GONE, type TrackedRun } from '../run.ts'
import { excludedBy, ledBy, type Scope } from '../scope.ts'
import { earlierComplete } from './runs.ts'
import { readScope } from './scope.ts'
import { keepChanges, observerOf } from './sightings.ts'
import { dropSuspicions } from './suspicions.ts'

/** What a run did look at: only there its silence says something. */
export interface Looked {
  /** Ids of the assets that were looked at without trouble. */
  assets: readonly string[]
  /** Names of which no resolver could tell: what lies in them was not looked for. */
  unresolved?: readonly string[]
}

/**
 * After a complete run of all seeds: what it did not see was missed once more, and what was missed often enough is gone.
 * A weakness is gone at once where its place was looked at again at least as closely, by all names that it was asked by
 * before, and left no question without an answer: a check that was made again and found nothing has said so.
 */
export async function settleVanished<Tables>(
  work: Transaction<Tables>,
  terms: TrackedRun,
  { assets, unresolved = [] }: Looked,
): Promise<SurfaceChange[]> {
  const scope = await readScope(work)
  const { unasked: others, left } = await notLookedAt(work, terms, scope)
  const unasked = [...others, ...left.map(({ id }) => id)]
  const hosts = await missAssets(work, terms, { unresolved: unresolved.map((name) => name.toLowerCase()), unasked })
  const seen = await missObservations(work, terms, { looked: assets, which: sql`true`, unasked, scope })
  await leave(work, terms, left)
  const changes = [...hosts, ...seen, ...left.flatMap(({ asset, of }) => (isHost(asset) ? leftSurface(asset, of) : []))]
  await keepChanges(work, terms, changes)
  await dropSuspicions(work, terms)
  const before = await earlierComplete(work, terms.runId)
  if (before) await forgetRelations(work, observerOf(terms), before)
  return changes
}

/** The same after a look at a part: only what that part shows was missed, and no asset is gone by it. */
export async function settleLook<Tables>(
  work: Transaction<Tables>,
  terms: TrackedRun,
  { assets }: Looked,
): Promise<SurfaceChange[]> {
  const which = shows[terms.look]
  if (!which) return []
  const scope = await readScope(work)
  const { unasked: others, left } = await notLookedAt(work, terms, scope)
  const unasked = [...others, ...left.map(({ id }) => id)]
  const seen = await missObservations(work, terms, { looked: assets, which, unasked, scope })
  await keepChanges(work, terms, seen)
  return seen
}

const subject = sql`o.value -> 'subject' ->> 'kind'`

/** What a look at a part shows. Where nothing listens any more is asked by whoever asks services. */
const shows: Partial<Record<DiscoveryLook, RawBuilder<unknown>>> = {
  names: sql`(o.kind = 'records' or (o.kind = 'weakness' and ${subject} not in ('service', 'url')
    and o.value ->> 'ruleId' <> 'stale-a-record'))`,
  services: sql`(o.kind in ('service', 'certificate') or (o.kind = 'weakness' and ${subject} = 'service'))`,
}

/** Whoever looks from elsewhere misses nothing of what was seen from here. */
function isSeenFrom(column: RawBuilder<unknown>, vantage: string): RawBuilder<boolean> {
  const place = sql.lit('this host|agent [^ ]+')
  return sql<boolean>`substring(${column} from ${place}) is not distinct from substring(${vantage}::text from ${place})`
}

interface Left {
  id: string
  asset: NamedAsset
  /** What somebody rejected. */
  of: string
}

/**
 * What a run did not see because nobody looks there any more: what is excluded, whose seed was taken away, or what hangs on
 * something that somebody called another's since it was seen. Of what they rejected it is `left`.
 */
async function notLookedAt<Tables>(
  work: Transaction<Tables>,
  { runId }: TrackedRun,
  scope: Scope,
): Promise<{ unasked: string[]; left: Left[] }> {
  const { rows } = await sql<{
    id: string
    asset: NamedAsset
    path: SurfaceStep[]
    lastSeen: string
  }>`select a.id, s.path,
      json_build_object('kind', a.kind, 'name', a.name) as asset, instant_text(s.last_seen) as "lastSeen"
    from surface_asset s join asset a on a.id = s.asset_id where s.run_id <> ${runId} and s.gone_at is null
    order by a.name, a.id`.execute(work)
  const [isExcluded, isLedTo, ruledOut] = [excludedBy(scope), ledBy(scope), ruledOutSince(scope)]
  const [unasked, left]: [string[], Left[]] = [[], []]
  for (const { id, asset, path, lastSeen } of rows) {
    const way = [asset, ...path.flatMap(({ from, to }) => [from, to])]
    if (way.some(isExcluded) || !way.some(isLedTo)) {
      unasked.push(id)
      continue
    }
    const ruling = ruledOut(way, lastSeen)
    if (ruling?.standing === 'rejected') left.push({ id, asset, of: ruling.name })
    else if (ruling) unasked.push(id)
  }
  return { unasked, left }
}

const isHost = ({ kind }: NamedAsset) => kind === 'domain' || kind === 'hostname' || kind === 'ip-address'

/** What was told of it stays, so that nothing of it is new should somebody take the word back. */
async function leave<Tables>(
  work: Transaction<Tables>,
  { runId, at }: TrackedRun,
  left: readonly Left[],
): Promise<void> {
  if (left.length === 0) return
  const ids = left.map(({ id }) => id)
  await sql`update surface_asset set gone_at = ${at}::timestamptz, unlooked_at = ${at}::timestamptz
    where asset_id = any(${ids}::text[])`.execute(work)
  await sql`update observation set gone_at = ${at}::timestamptz
    where asset_id = any(${ids}::text[]) and gone_at is null and run_id <> ${runId}`.execute(work)
}

async function missAssets<Tables>(
  work: Transaction<Tables>,
  { runId, at, vantage }: TrackedRun,
  { unresolved, unasked }: { unresolved: readonly string[]; unasked: readonly string[] },
): Promise<SurfaceChange[]> {
  // Nor what answers where those names led, last that anybody could tell.
  const { rows } = await sql<NamedAsset & { standing: string }>`with untold as (
      select s.asset_id, s.places from surface_asset s join asset a on a.id = s.asset_id
      where a.kind in ('domain', 'hostname') and exists (select from unnest(${unresolved}::text[]) t (name)
        where lower(a.name) = t.name or right(lower(a.name), length(t.name) + 1) = '.' || t.name)
    ), kept as (select asset_id as id from untold union select unnest(places) from untold), gone as (
      update surface_asset set missed = missed + 1,
        gone_at = case when missed + 1 >= ${MISSES_UNTIL_GONE} then ${at}::timestamptz end
      where run_id <> ${runId} and gone_at is null and ${isSeenFrom(sql`vantage`, vantage)}
        and not asset_id = any(${unasked}::text[]) and asset_id not in (select id from kept) and not exists (select from unnest(places) p (id) join kept on kept.id = p.id)
      returning asset_id, standing, gone_at
    ) select a.kind, a.name, g.standing from gone g join asset a on a.id = g.asset_id
    where g.gone_at is not null and a.kind in ('domain', 'hostname', 'ip-address') order by a.name`.execute(work)
  return rows.map(({ kind, name, standing }) => ({
    ...({ kind: 'host', change: 'vanished', asset: { kind, name }, subject: name, before: standing } as const),
  }))
}

async function missObservations<Tables>(
  work: Transaction<Tables>,
  { runId, at, vantage }: TrackedRun,
  {
    looked,
    which,
    unasked,
    scope,
  }: { looked: readonly string[]; which: RawBuilder<unknown>; unasked: readonly string[]; scope: Scope },
): Promise<SurfaceChange[]> {
  // Of an asset that is gone nothing stands; a certificate goes with the services that presented it.
  const isHolderGone = sql`exists (select from surface_asset s where s.asset_id = o.asset_id and s.gone_at is not null)`
  const isCheckedAgain = sql`kind = 'weakness' and case when value -> 'subject' ->> 'kind' = 'service'
    then exists (select from observation s where s.kind = 'service' and s.key = o.value -> 'subject' ->> 'name'
      and s.run_id = ${runId} and s.value -> 'unanswered' is null
      and (s.told is null or s.value -> 'names' @> (s.told -> 'names')))
    else asset_id in (select id from looked) end`
  const { rows } = await sql<ObservationValue & { asset: NamedAsset }>`with looked as (
      select value as id from jsonb_array_elements_text(${jsonForPostgres(looked)}::jsonb)
    ), gone as (
      update observation o set missed = missed + 1, gone_at = case
        when missed + 1 >= ${MISSES_UNTIL_GONE} or ${isCheckedAgain} or ${isHolderGone} then ${at}::timestamptz end
      where run_id <> ${runId} and gone_at is null and ${isSeenFrom(sql`o.vantage`, vantage)} and ${which}
        and not asset_id = any(${unasked}::text[])
        and (kind = 'certificate' or asset_id in (select id from looked) or ${isHolderGone})
      returning kind, value, asset_id, gone_at
    ) select g.kind, g.value, json_build_object('kind', a.kind, 'name', a.name) as asset
    from gone g join asset a on a.id = g.asset_id where g.gone_at is not null order by a.name, g.kind`.execute(work)
  await sql`update observation set told = null, told_digest = null where gone_at = ${at}`.execute(work)
  const isKeptOut = keptOutBy(scope)
  return rows.filter((gone) => !askedByNoMore(gone, isKeptOut)).map(vanished)
}

/** Whether something was shown only by names that nobody asks by any more. */
function askedByNoMore(gone: ObservationValue, isKeptOut: (name: string) => boolean): boolean {
  const names =
    gone.kind === 'weakness' ? (gone.value.shownBy ?? []) : gone.kind === 'certificate' ? gone.value.names : []
  return names.length > 0 && names.every((name) => isKeptOut(name.replace(/^\*\./, '').toLowerCase()))
}
