import { sql, type Transaction } from 'kysely'
import type { NamedAsset } from '#core/vocabulary'
import { lookedAtNoMore } from '../changes.ts'
import type { TrackedRun } from '../run.ts'
import { addressesInScope, excludedBy, type Scope } from '../scope.ts'
import { readScope } from './scope.ts'
import { keepChanges } from './sightings.ts'

interface Host {
  id: string
  asset: NamedAsset
  firstSeen: string
  isTold: boolean
}

/**
 * Writes into the feed which hosts are no longer looked at because somebody excluded them since the last look, and which are
 * looked at again. What was excluded before it was found was never looked at, nor what nobody had approved. For runs of all
 * seeds: others look elsewhere.
 */
export async function tellUnlooked<Tables>(work: Transaction<Tables>, run: TrackedRun): Promise<void> {
  const { rows } = await sql<Host>`select a.id, json_build_object('kind', a.kind, 'name', a.name) as asset,
      instant_text(s.first_seen) as "firstSeen", s.unlooked_at is not null as "isTold"
    from surface_asset s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
    where s.gone_at is null and a.kind in ('domain', 'hostname', 'ip-address') and (s.unlooked_at is not null
      or exists (select from scope_range where kind = 'exclusion' and withdrawn_at is null))
    order by a.name, a.id`.execute(work)
  if (rows.length === 0) return
  const scope = await readScope(work)
  const isExcluded = excludedBy(scope)
  const exclusions = scope.ranges
    .filter(({ kind }) => kind === 'exclusion')
    .map((range) => ({
      madeAt: range.madeAt,
      holds: excludedBy({ ranges: [range] }),
      isOpen: approvedUntil(scope, range.madeAt),
    }))
  const isLost = ({ asset, firstSeen, isTold }: Host) =>
    !isTold && exclusions.some(({ madeAt, holds, isOpen }) => firstSeen <= madeAt && holds(asset) && isOpen(asset))
  const lost = rows.filter(isLost)
  const free = rows.filter(({ asset, isTold }) => isTold && !isExcluded(asset))
  await mark(work, lost, run.at)
  await mark(work, free, null)
  const isOpen = approvedUntil(scope, run.at)
  await keepChanges(work, run, [
    ...lost.map(({ asset }) => lookedAtNoMore(asset, true)),
    ...free.filter(({ asset }) => isOpen(asset)).map(({ asset }) => lookedAtNoMore(asset, false)),
  ])
}

/** Whether an asset could be looked at by what was approved until then, exclusions aside. Names need no approval. */
function approvedUntil({ ranges, names }: Scope, at: string): (asset: NamedAsset) => boolean {
  const approved = addressesInScope({
    ranges: ranges.filter(({ kind, madeAt }) => kind === 'approval' && madeAt <= at),
    names: names.filter(({ approvedAt }) => approvedAt <= at),
  })
  return ({ kind, name }) => kind !== 'ip-address' || approved.judge(name).approved
}

async function mark<Tables>(work: Transaction<Tables>, hosts: readonly Host[], at: string | null): Promise<void> {
  if (hosts.length === 0) return
  await sql`update surface_asset set unlooked_at = ${at}::timestamptz
    where asset_id = any(${hosts.map(({ id }) => id)}::text[])`.execute(work)
}
