import type { NamedAsset, Standing, SurfaceStep } from '#core/vocabulary'
import { idOfNamed } from '#exposure/inventory/store'
import type { TrackedRun } from '#exposure/surface'
import { changedSinceDeep, type KnownSurface, knownServices, knownSurface } from '#exposure/surface/store'
import { type DiscoveryScope, type KnownService, nameAsset, type PartialLook } from '#intake/discovery'
import type { Database } from '#platform/database'

export interface DiscoveryOrder {
  /** Ids of what changed since everything was looked at last. */
  changed: readonly string[]
  isFirst(subject: NamedAsset): boolean
  /** Of a look at a part: what it begins with. */
  begun?: KnownSurface
  look?: PartialLook
  /** Of a whole look: services as they were known. */
  before?: readonly KnownService[]
}

/** What a run begins with, and what it looks at before all else: what changed since everything was looked at last. */
export async function orderOf(database: Database, { workspaceId, look: kind }: TrackedRun): Promise<DiscoveryOrder> {
  return database.inWorkspace(workspaceId, async (work) => {
    const changed = (await changedSinceDeep(work)).map(idOfNamed)
    const isFirst = firstOf(changed)
    if (kind === 'deep') return { isFirst, changed, before: await knownServices(work) }
    const begun = await knownSurface(work)
    return { isFirst, changed, begun, look: lookOf(kind, begun) }
  })
}

/** Whether something is among what changed. */
export function firstOf(changed: readonly string[]): (subject: NamedAsset) => boolean {
  const ids = new Set(changed)
  return (subject) => ids.size > 0 && ids.has(idOfNamed(subject))
}

/** What is known, as steps and assets: how each was found, and where names lead. */
function lookOf(kind: PartialLook['kind'], { assets, zones, resolved, services }: KnownSurface): PartialLook {
  const leads = resolved.flatMap(({ name, addresses }) => addresses.map((address) => addressStep(name, address)))
  return {
    kind,
    steps: [...assets.flatMap(({ path }) => path), ...leads],
    present: assets.map(({ kind, name }) => ({ kind, name })),
    zones,
    services,
  }
}

function addressStep(name: string, address: string): SurfaceStep {
  const from = nameAsset(name)
  const to = { kind: 'ip-address', name: address } as const
  return { kind: 'dns_record', from, to, by: 'dns-address', how: `address of ${name}`, confidence: 99 }
}

/** Whose what was known is stays as it was judged when all of it was seen; what people ruled goes before. */
export function scopeOf(scope: DiscoveryScope, { assets }: KnownSurface): DiscoveryScope {
  const standings = new Map<string, Standing>(assets.map(({ standing, ...asset }) => [idOfNamed(asset), standing]))
  return {
    seeds: scope.seeds,
    approves: (address) => scope.approves(address),
    approvesNetwork: (range) => scope.approvesNetwork?.(range) ?? false,
    approvedOfName: (address) => scope.approvedOfName?.(address) ?? false,
    ruling: (asset) => scope.ruling(asset) ?? known(standings.get(idOfNamed(asset))),
    said: (asset) => scope.said?.(asset) ?? asKnown(known(standings.get(idOfNamed(asset)))),
  }
}

function asKnown(standing: Standing | undefined) {
  return standing && { standing, reason: 'Known so from the last look at everything', isRuling: false }
}

/** Of a candidate nobody knows yet: it is judged anew. */
function known(standing: Standing | undefined): Standing | undefined {
  return standing === 'candidate' ? undefined : standing
}
