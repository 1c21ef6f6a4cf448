import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { NamedAsset, SurfaceStep } from '#core/vocabulary'
import { idOfNamed } from '#exposure/inventory/store'
import { jsonForPostgres } from '#platform/database'
import { openedSince, placeOf, takenInSince } from '../ruling-effect.ts'
import type { TrackedRun } from '../run.ts'
import type { ScopeRuling } from '../scope.ts'
import { knockedAt } from './probe-log.ts'
import { earlierComplete, seedsOfRun } from './runs.ts'
import { readScope } from './scope.ts'

/** The seed that the way to an asset begins with. */
const seedOfAsset = sql`(select d.name from scope_seed d
  where lower(d.name) in (case when s.path = '[]' then lower(a.name) end, lower(s.path -> 0 -> 'from' ->> 'name'),
    lower(s.path -> 0 -> 'to' ->> 'name'))
  order by lower(d.name) = lower(s.path -> 0 -> 'from' ->> 'name') desc nulls last, d.kind limit 1)`

/**
 * The first look at a seed that saw something is its baseline: what a run brings that hangs on a seed without one is marked
 * as seen for the first time with it. A complete look at everything that saw something of a seed is its baseline from then
 * on. What hangs on no seed is counted to the first of the run, while none of these has one.
 */
export async function noteBaselines<Tables>(
  work: Transaction<Tables>,
  run: Pick<TrackedRun, 'runId' | 'look' | 'at'>,
  { isComplete }: { isComplete: boolean },
): Promise<void> {
  await noteSeeds(work, run, { isComplete })
  await noteOpened(work, run)
}

interface NewThere {
  id: string
  asset: NamedAsset
  path: SurfaceStep[] | null
}

/**
 * What somebody accepted or approved since everything was looked at last was not looked at before: what is new there is said
 * as first seen with that, too.
 */
async function noteOpened<Tables>(
  work: Transaction<Tables>,
  { runId, at }: Pick<TrackedRun, 'runId' | 'at'>,
): Promise<void> {
  const before = await earlierComplete(work, runId)
  if (before === undefined) return
  const scope = await readScope(work)
  const openedBy = openedSince(scope, before)
  const takenIn = takenInSince({ ...scope, rulings: await turning(work, scope.rulings, { before, at }) })
  const { rows } = await sql<NewThere>`select c.id::text, s.path,
      json_build_object('kind', a.kind, 'name', a.name) as asset
    from surface_change c join asset a on a.id = c.asset_id left join surface_asset s on s.asset_id = c.asset_id
    where c.run_id = ${runId} and c.change = 'new' and c.baseline is null order by c.id`.execute(work)
  const places = rows.flatMap(({ asset }) => placeOf(asset) ?? [])
  const knocked = await knockedAt(work, { runId, since: before, places })
  const firsts = rows.flatMap(({ id, asset, path }) => {
    const place = placeOf(asset)
    if (place !== undefined && knocked.has(place)) return []
    const way = [asset, ...(path ?? []).flatMap(({ from, to }) => [from, to])]
    const of = (place === undefined ? undefined : openedBy(place)) ?? takenIn(way, before)?.name
    return of === undefined ? [] : { id, of }
  })
  if (firsts.length === 0) return
  await sql`update surface_change c set baseline = f.of
    from jsonb_to_recordset(${jsonForPostgres(firsts)}::jsonb) as f (id bigint, of text) where c.id = f.id`.execute(
    work,
  )
}

/** The words that made ours what discovery had not called so, or had not seen. */
async function turning<Tables>(
  work: Transaction<Tables>,
  rulings: readonly ScopeRuling[],
  { before, at }: { before: string; at: Instant },
): Promise<ScopeRuling[]> {
  const late = rulings.filter(({ standing, madeAt }) => standing === 'owned' && madeAt >= before)
  if (late.length === 0) return []
  const { rows } = await sql<{ id: string }>`select asset_id as id from surface_asset
    where asset_id = any(${late.map(idOfNamed)}::text[])
      and (unruled ->> 'standing' not in ('owned', 'monitor-only') or first_seen >= ${at}::timestamptz)`.execute(work)
  const those = new Set(rows.map(({ id }) => id))
  return late.filter((ruling) => those.has(idOfNamed(ruling)))
}

async function noteSeeds<Tables>(
  work: Transaction<Tables>,
  run: Pick<TrackedRun, 'runId' | 'look'>,
  { isComplete }: { isComplete: boolean },
): Promise<void> {
  const { rows: fresh } = await sql<{ name: string }>`select name from scope_seed
    where baseline_run is null or baseline_run = ${run.runId} order by name`.execute(work)
  if (fresh.length === 0) return
  const named = await seedsOfRun(work, run.runId)
  const { rows: old } = await sql`select from scope_seed where lower(name) = any(${named}::text[])
    and baseline_run <> ${run.runId} limit 1`.execute(work)
  const other = old.length === 0 ? (fresh.find(({ name }) => named.includes(name.toLowerCase()))?.name ?? null) : null
  await sql`with changed as (
      select distinct c.asset_id from surface_change c where c.run_id = ${run.runId} and c.change <> 'vanished'
    ), rooted as (
      select a.id, case when s.asset_id is not null then ${seedOfAsset} end as seed
      from changed c join asset a on a.id = c.asset_id left join surface_asset s on s.asset_id = a.id
    )
    update surface_change c set baseline = coalesce(r.seed, ${other})
    from rooted r where r.id = c.asset_id and c.run_id = ${run.runId} and c.change <> 'vanished' and c.baseline is null
      and coalesce(r.seed, ${other}) = any(select value from jsonb_array_elements_text(${jsonForPostgres(
        fresh.map(({ name }) => name),
      )}::jsonb))`.execute(work)
  if (!isComplete || run.look !== 'deep') return
  await sql`update scope_seed d set baseline_run = ${run.runId}
    where d.baseline_run is null and lower(d.name) = any(${named}::text[]) and d.name in (
      select distinct ${seedOfAsset} from surface_asset s join asset a on a.id = s.asset_id
      where s.run_id = ${run.runId} and s.gone_at is null)`.execute(work)
}
