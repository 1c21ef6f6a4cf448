import { sql, type Transaction } from 'kysely'
import type { Discovered, NamedAsset, SurfaceAsset, SurfaceStep } from '#core/vocabulary'
import { idOfNamed, noteAssets, observeRelations } from '#exposure/inventory/store'
import { cleanText, jsonForPostgres } from '#platform/database'
import { type SurfaceChange, vanished } from '../changes.ts'
import {
  joinSightings,
  type Observation,
  type ObservationValue,
  observationIdOf,
  type ServiceStanding,
} from '../observation.ts'
import type { TrackedRun } from '../run.ts'
import { excludedBy } from '../scope.ts'
import { notePlaces } from './places.ts'
import { proofSaid } from './proofs.ts'
import { readScope } from './scope.ts'
import { keepSuspicions } from './suspicions.ts'

/** What a run said since the last batch. */
export interface Sightings {
  assets: readonly SurfaceAsset[]
  steps: readonly SurfaceStep[]
  observations: readonly Observation[]
  /** Of services that were said: all that is wrong with each, by now. */
  standing: readonly ServiceStanding[]
  journal: readonly Discovered[]
  /** Ids of what would be weaknesses when a second look saw them, too. */
  suspicions: readonly string[]
}

/** The word of discovery beside those of imports and people. */
export function observerOf({ workspaceId, vantage, at }: Pick<TrackedRun, 'workspaceId' | 'vantage' | 'at'>) {
  return { workspaceId, source: `discovery:${vantage}`, name: 'Lunette discovery', at }
}

/** Keeps one batch, with what it changes, in the caller's transaction. The same batch again changes nothing. */
export async function keepSightings<Tables>(
  work: Transaction<Tables>,
  terms: TrackedRun,
  { assets, steps, observations, standing, journal, suspicions }: Sightings,
): Promise<void> {
  const named = [
    ...assets.map(({ asset }) => asset),
    ...steps.flatMap(({ from, to }) => [from, to]),
    ...observations.map(({ asset }) => asset),
  ]
  await noteAssets(work, terms, named)
  await observeRelations(work, observerOf(terms), steps)
  const hosts = await keepAssets(
    work,
    terms,
    lastOf(assets, ({ asset }) => idOfNamed(asset)),
  )
  await keepObservations(work, terms, joined(observations))
  await notePlaces(work, [
    ...new Set([
      ...assets.map(({ asset }) => idOfNamed(asset)),
      ...observations.flatMap(({ kind, asset }) => (kind === 'records' ? idOfNamed(asset) : [])),
    ]),
  ])
  await keepSuspicions(work, terms, suspicions)
  const withdrawn = await withdraw(work, terms, standing)
  await keepChanges(work, terms, [...hosts, ...withdrawn])
  if (journal.length > 0)
    await sql`insert into discovery_journal (workspace_id, run_id, said)
      values (${terms.workspaceId}, ${terms.runId}, ${jsonForPostgres(journal)})`.execute(work)
}

function lastOf<T>(values: readonly T[], idOf: (value: T) => string): Map<string, T> {
  return new Map(values.map((value) => [idOf(value), value]))
}

/** Each thing once, with all that the batch says of it. */
function joined(observations: readonly Observation[]): Map<string, Observation> {
  const all = new Map<string, Observation>()
  for (const seen of observations) {
    const id = observationIdOf(seen)
    const first = all.get(id)
    all.set(id, first ? joinSightings(first, seen) : seen)
  }
  return all
}

const isHost = ({ kind }: NamedAsset) => kind === 'domain' || kind === 'hostname' || kind === 'ip-address'

/**
 * What is excluded is not looked at, only named again by others: when it was seen last stays, and how it was found.
 *
 * @returns hosts that were not there, or are there again; not those that nobody looked for in between
 */
async function keepAssets<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId, vantage, at }: TrackedRun,
  assets: ReadonlyMap<string, SurfaceAsset>,
): Promise<SurfaceChange[]> {
  if (assets.size === 0) return []
  const rows = [...assets].map(([id, { standing, confidence, reason, path }]) => ({
    ...{ id, standing, confidence, path, distance: path.length },
    reason: cleanText(reason),
  }))
  const { rows: known } = await sql<{ id: string }>`select asset_id as id from surface_asset
    where asset_id = any(${[...assets.keys()]}::text[]) and (gone_at is null or unlooked_at is not null) for update
    `.execute(work)
  const unlooked = await unlookedIn(work, assets)
  const kept = (
    column: string,
  ) => sql`case when surface_asset.gone_at is null and surface_asset.asset_id = any(${unlooked}::text[])
    then ${sql.ref(`surface_asset.${column}`)} else ${sql.ref(`excluded.${column}`)} end`
  await sql`insert into surface_asset (workspace_id, asset_id, standing, confidence, reason, path, distance, vantage,
      first_seen, last_seen, run_id, proof)
    select ${workspaceId}::uuid, id, standing, confidence, reason, path, distance, ${vantage}, ${at}::timestamptz,
      ${at}::timestamptz, ${runId}::uuid, coalesce(${proofSaid(sql`standing`, sql`reason`)}, 'stated')
    from jsonb_to_recordset(${jsonForPostgres(rows)}::jsonb)
      as given (id text, standing text, confidence smallint, reason text, path jsonb, distance smallint) order by id
    on conflict (workspace_id, asset_id) do update set standing = excluded.standing, confidence = excluded.confidence,
      reason = excluded.reason, run_id = excluded.run_id, missed = 0, gone_at = null,
      path = ${kept('path')}, distance = ${kept('distance')}, vantage = ${kept('vantage')}, last_seen = ${kept('last_seen')},
      proof = coalesce(${proofSaid(sql`excluded.standing`, sql`excluded.reason`)},
        nullif(surface_asset.proof, 'none'), excluded.proof),
      unruled = case when surface_asset.unruled ->> 'standing' <> excluded.standing then surface_asset.unruled end
    `.execute(work)
  const old = new Set(known.map(({ id }) => id))
  return [...assets].flatMap(([id, { asset, standing }]) =>
    old.has(id) || !isHost(asset)
      ? []
      : [{ kind: 'host', change: 'new', asset, subject: asset.name, after: standing } as const],
  )
}

/** Ids of those that somebody excluded. */
async function unlookedIn<Tables>(
  work: Transaction<Tables>,
  assets: ReadonlyMap<string, SurfaceAsset>,
): Promise<string[]> {
  const isExcluded = excludedBy(await readScope(work))
  return [...assets].flatMap(([id, { asset }]) => (isExcluded(asset) ? id : []))
}

async function keepObservations<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId, vantage, at }: TrackedRun,
  observations: ReadonlyMap<string, Observation>,
): Promise<void> {
  if (observations.size === 0) return
  // What the run has said of it already.
  const { rows: known } = await sql<ObservationValue & { id: string }>`select id, kind, value from observation
    where id = any(${[...observations.keys()]}::text[]) and run_id = ${runId} and gone_at is null order by id for update
    `.execute(work)
  const before = new Map(known.map((row) => [row.id, row]))
  const rows = [...observations].map(([id, seen]) => {
    const first = before.get(id)
    const { kind, key, asset, value, digest } = first ? joinSightings(first, seen) : seen
    return { id, kind, value, digest, key: cleanText(key), asset_id: idOfNamed(asset) }
  })
  await sql`insert into observation (workspace_id, id, kind, key, asset_id, value, digest, source, vantage, first_seen,
      last_seen, run_id)
    select ${workspaceId}::uuid, id, kind, key, asset_id, value, digest, 'discovery', ${vantage}, ${at}::timestamptz,
      ${at}::timestamptz, ${runId}::uuid
    from jsonb_to_recordset(${jsonForPostgres(rows)}::jsonb)
      as given (id text, kind text, key text, asset_id text, value jsonb, digest text) order by id
    on conflict (workspace_id, id) do update set value = excluded.value, digest = excluded.digest,
      vantage = excluded.vantage, last_seen = excluded.last_seen, run_id = excluded.run_id, missed = 0, gone_at = null
    `.execute(work)
}

/**
 * Takes back what the run said of a service while it knew fewer of its names: it never was, unless an earlier run had said
 * it, too.
 */
async function withdraw<Tables>(
  work: Transaction<Tables>,
  { runId, at }: TrackedRun,
  standing: Sightings['standing'],
): Promise<SurfaceChange[]> {
  if (standing.length === 0) return []
  const last = [...lastOf(standing, ({ service }) => service).values()].map(({ asset, ...rest }) => ({
    ...rest,
    asset_id: idOfNamed(asset),
  }))
  const { rows: wrong } = await sql<{ id: string }>`select o.id
    from jsonb_to_recordset(${jsonForPostgres(last)}::jsonb) as given (asset_id text, service text, weaknesses jsonb)
      join observation o on o.asset_id = given.asset_id and o.kind = 'weakness' and o.value -> 'subject' ->> 'name' = given.service
    where o.value -> 'subject' ->> 'kind' = 'service' and o.run_id = ${runId} and o.gone_at is null
      and not given.weaknesses ? o.id order by o.id for update of o`.execute(work)
  if (wrong.length === 0) return []
  const ids = wrong.map(({ id }) => id)
  await sql`delete from observation where id = any(${ids}::text[]) and told is null`.execute(work)
  const { rows: gone } = await sql<ObservationValue & { asset: NamedAsset }>`with gone as (
      update observation set gone_at = ${at}::timestamptz, told = null, told_digest = null
      where id = any(${ids}::text[]) returning kind, value, asset_id
    ) select g.kind, g.value, json_build_object('kind', a.kind, 'name', a.name) as asset
    from gone g join asset a on a.id = g.asset_id`.execute(work)
  return gone.map(vanished)
}

const MAX_WORDS = 1_000

/** Writes changes into the feed, each once a run. */
export async function keepChanges<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId, at }: TrackedRun,
  changes: readonly SurfaceChange[],
): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ asset, kind, change, subject, before, after }) => ({
    ...{ kind, change, asset_id: idOfNamed(asset), subject: cleanText(subject).slice(0, MAX_WORDS) },
    before: before === undefined ? null : cleanText(before).slice(0, MAX_WORDS),
    after: after === undefined ? null : cleanText(after).slice(0, MAX_WORDS),
  }))
  await sql`insert into surface_change (workspace_id, at, run_id, kind, change, asset_id, subject, before, after)
    select ${workspaceId}::uuid, ${at}::timestamptz, ${runId}::uuid, kind, change, asset_id, subject, before, after
    from json_to_recordset(${jsonForPostgres(rows)}::json)
      as given (kind text, change text, asset_id text, subject text, before text, after text)
    on conflict do nothing`.execute(work)
}
