import { type Control, type Doubt, type Footing, groundsOf, type Limit, type RestsOn } from '#assurance/controls'
import { notedDoubts } from '#assurance/controls/store'
import { causesOfControls } from '#assurance/threats/store'
import { OPEN_WEIGHTS } from '#core/vocabulary'
import { componentKey } from '#exposure/findings'
import { type BearingFinding, knownExploitedOn, openModelServersOn } from '#exposure/findings/store'
import { type Retirement, readAiSystems, retiredSystems } from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { gatewaysOfControls, type PlacedPart, placedParts } from './ai-parts.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** What exposure says of a control: what makes it suspect, and what keeps it from being credited anything. */
export interface ControlStanding {
  doubts: Doubt[]
  limits: Limit[]
  /** The system that it guards, where that runs no more. */
  retiredSystem: (Retirement & { slug: string; name: string }) | null
}

/** Exposure → controls: findings in what they rest on, and ways past it. Nothing of it is stored: a finding that ends takes it back. */
export async function standingOfControls(
  work: InTransaction,
  controls: readonly Control[],
): Promise<Map<string, ControlStanding>> {
  const parts = controls.length === 0 ? [] : await placedParts(work)
  const levels = parts.length === 0 && controls.every(hasNoVendor) ? new Map<string, number>() : await levelsOf(work)
  const rests = await restsOf(work, controls, parts)
  const exploited = await exploitedIn(work, [...rests.values()].flat())
  const ways = await waysPast(work, parts, levels)
  const retired = await retiredSystems(work)
  const since = exploited.size + ways.size === 0 ? new Map<string, string>() : await notedSince(work)
  return new Map(
    controls.map((control) => {
      const own = rests.get(control.id) ?? []
      return [
        control.id,
        {
          doubts: own.flatMap((rest) => doubtsOf(control, rest, exploited, since)),
          limits: [...vendorOnly(control, levels), ...bypassed(control, own, ways, since)],
          retiredSystem: retiredOf(control, retired),
        },
      ]
    }),
  )
}

function retiredOf({ system }: Control, retired: Awaited<ReturnType<typeof retiredSystems>>) {
  const found = system === null ? undefined : retired.get(system)
  return found ? { slug: system!, ...found } : null
}

function hasNoVendor({ vendorSafeguard }: Control): boolean {
  return vendorSafeguard === null
}

interface Rest extends Omit<RestsOn, 'ground'> {
  part: PlacedPart
}

async function restsOf(
  work: InTransaction,
  controls: readonly Control[],
  parts: readonly PlacedPart[],
): Promise<Map<string, Rest[]>> {
  if (parts.length === 0) return new Map()
  const causes = await causesOfControls(work)
  const gateways = new Map((await gatewaysOfControls(work)).map(({ control, gateway }) => [control, gateway]))
  return new Map(
    controls.map((control) => {
      const { id, name, system, restsOn } = control
      const footing: Footing = {
        ...{ id, name, system, restsOn },
        ...{ causes: causes.get(id) ?? [], gateway: gateways.get(id) ?? null },
      }
      // Parts are their own grounds: what comes back is what went in.
      return [id, groundsOf(footing, parts).map(({ ground, basis }) => ({ part: ground as PlacedPart, basis }))]
    }),
  )
}

/** Findings of exploited vulnerabilities, by the part that they are in. */
async function exploitedIn(work: InTransaction, rests: readonly Rest[]): Promise<Map<PlacedPart, BearingFinding[]>> {
  const parts = [...new Set(rests.map(({ part }) => part))]
  const found = await knownExploitedOn(work, idsOf(parts))
  const byAsset = Map.groupBy(found, ({ assetId }) => assetId)
  const own = parts.map((part): [PlacedPart, BearingFinding[]] => [
    part,
    part.assets.flatMap(({ id, kind }) =>
      (byAsset.get(id) ?? []).filter((finding) => kind !== 'ai-system' || finding.componentKey === keyOf(part)),
    ),
  ])
  return new Map(own.filter(([, findings]) => findings.length > 0))
}

function idsOf(parts: readonly PlacedPart[]): string[] {
  return [...new Set(parts.flatMap(({ assets }) => assets.map(({ id }) => id as string)))]
}

/** On the asset of a system all its parts are components: the part's own is the one of its purl. */
function keyOf({ purl, name }: PlacedPart): string {
  return componentKey({ name, cpes: [], ...(purl === null ? {} : { purl }) })
}

async function notedSince(work: InTransaction): Promise<Map<string, string>> {
  return new Map((await notedDoubts(work)).map(({ control, finding, since }) => [`${control} ${finding}`, since]))
}

function doubtsOf(
  control: Control,
  { part, basis }: Rest,
  exploited: ReadonlyMap<PlacedPart, readonly BearingFinding[]>,
  since: ReadonlyMap<string, string>,
): Doubt[] {
  const { system, kind, name } = part
  return (exploited.get(part) ?? []).map(({ id, subject, assetName }) => ({
    ...{ findingId: id, vulnerability: subject, ground: { system, kind, name }, asset: assetName, basis },
    since: since.get(`${control.id} ${id}`) ?? null,
  }))
}

/** The most open of what is said of a system and of its models. */
async function levelsOf(work: InTransaction): Promise<Map<string, number>> {
  const systems = await readAiSystems(work)
  return new Map(
    systems.map(({ slug, accessLevel, parts }) => {
      const models = parts.filter(({ kind }) => kind === 'model').map((part) => part.accessLevel ?? 0)
      return [slug, Math.max(accessLevel ?? 0, ...models)]
    }),
  )
}

const vendorWords = {
  monitoring: 'its vendor sees nothing of what it is used for here',
  patches: 'what its vendor mends does not reach the copy that runs here',
  recall: 'its vendor cannot take the copy back that runs here',
} as const

function vendorOnly({ system, vendorSafeguard }: Control, levels: ReadonlyMap<string, number>): Limit[] {
  const level = system === null ? 0 : (levels.get(system) ?? 0)
  if (vendorSafeguard === null || level < OPEN_WEIGHTS) return []
  const reason = `the weights are out (access level ${level} of 7): ${vendorWords[vendorSafeguard]}`
  return [{ kind: 'vendor-only', reason, findingId: null, since: null }]
}

/** A way to a model of a system that leads past its gateways. */
interface WayPast {
  where: string
  how: string
  findingId: string | null
}

/** Ways past the gateways, by system. */
async function waysPast(
  work: InTransaction,
  parts: readonly PlacedPart[],
  levels: ReadonlyMap<string, number>,
): Promise<Map<string, WayPast[]>> {
  const models = parts.filter(({ kind }) => kind === 'model')
  const seen = Map.groupBy(await openModelServersOn(work, idsOf(models)), ({ assetId }) => assetId)
  const ways = new Map<string, WayPast[]>()
  for (const model of models) {
    const others = parts.filter(({ system }) => system === model.system)
    const found = [...openAt(model, seen, others), ...outside(model, others, levels.get(model.system) ?? 0)]
    if (found.length > 0) ways.set(model.system, [...(ways.get(model.system) ?? []), ...found])
  }
  return new Map([...ways].map(([system, found]) => [system, distinct(found)]))
}

function distinct(ways: readonly WayPast[]): WayPast[] {
  return [...new Map(ways.map((way) => [way.findingId ?? `${way.where} ${way.how}`, way])).values()]
}

function openAt(
  { assets }: PlacedPart,
  seen: ReadonlyMap<string, readonly BearingFinding[]>,
  others: readonly PlacedPart[],
): WayPast[] {
  return assets.flatMap((asset) =>
    (seen.get(asset.id) ?? [])
      .filter(({ location }) => asset.port === null || [undefined, asset.port].includes(portOf(location)))
      .filter(({ location }) => !isGateway(asset.id, portOf(location), others))
      .map(({ id, assetName, location, title }) => ({
        ...{ where: [assetName, location].filter(Boolean).join(' '), how: title, findingId: id },
      })),
  )
}

/** A gateway that answers strangers is a finding of its own; no request passes it by that. */
function isGateway(assetId: string, port: number | undefined, parts: readonly PlacedPart[]): boolean {
  return parts.some(
    ({ kind, assets }) =>
      kind === 'gateway' && port !== undefined && assets.some((asset) => asset.id === assetId && asset.port === port),
  )
}

function portOf(location: string): number | undefined {
  const said =
    /(?:^|\s)(?:tcp|udp|https?)\/(\d{1,5})\b/.exec(location)?.[1] ?? /:(\d{1,5})(?:\/|$|\s)/.exec(location)?.[1]
  return said === undefined ? undefined : Number(said)
}

/** Open weights that answer somewhere of their own, with no gateway said to be in front: whoever knows the address asks there. */
function outside(model: PlacedPart, others: readonly PlacedPart[], systemLevel: number): WayPast[] {
  const level = model.accessLevel ?? systemLevel
  if (level < OPEN_WEIGHTS || !isSelfHosted(model, others) || isBehind(model, others)) return []
  const where = model.endpoint ?? model.assets[0]?.name ?? model.name
  const how = `open weights (access level ${level} of 7) answer there, and nobody says that a gateway stands in front`
  return [{ where, how, findingId: null }]
}

/** It answers at an address of ours; one that was found counts where the register has no model at that asset that does. */
function isSelfHosted(model: PlacedPart, others: readonly PlacedPart[]): boolean {
  if (model.endpoint !== null) return true
  return model.source === 'found' && !others.some((other) => other.endpoint !== null && sharesAsset(model, other))
}

function sharesAsset(one: PlacedPart, other: PlacedPart): boolean {
  return one.assets.some(({ id }) => other.assets.some((asset) => asset.id === id))
}

function isBehind(model: PlacedPart, others: readonly PlacedPart[]): boolean {
  if (model.behind !== null) return true
  return others.some((other) => other.kind === 'model' && other.behind !== null && sharesAsset(model, other))
}

function bypassed(
  { id, system }: Control,
  rests: readonly Rest[],
  ways: ReadonlyMap<string, readonly WayPast[]>,
  since: ReadonlyMap<string, string>,
): Limit[] {
  const gateways = rests.filter(({ part }) => part.kind === 'gateway')
  if (gateways.length === 0) return []
  const names = [...new Set(gateways.map(({ part }) => part.name))].join(', ')
  const systems = new Set(system === null ? gateways.map(({ part }) => part.system) : [system])
  return [...systems]
    .flatMap((slug) => ways.get(slug) ?? [])
    .map(({ where, how, findingId }) => ({
      kind: 'bypassed',
      reason: `the model can be asked past ${names}, at ${where}: ${how}`,
      ...{ findingId, since: findingId === null ? null : (since.get(`${id} ${findingId}`) ?? null) },
    }))
}
