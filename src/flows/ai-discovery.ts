import { digestOf, err, ok, problem, type Result } from '#core/kernel'
import { type AiPartKind, type AiUse, aiUses } from '#core/vocabulary'
import { aiImage, aiPort, aiSoftware, aiTypes, type KnownAi, usualPart, usualPorts } from '#exposure/inventory'
import {
  type AiRuling,
  dropAiRuling,
  keepAiRuling,
  placesOf,
  readAiRulings,
  readAiSystems,
  retiredSystems,
  type SeenAiSoftware,
  seenImages,
  seenNames,
  seenPorts,
  seenSoftware,
} from '#exposure/inventory/store'
import type { Database } from '#platform/database'
import { placedParts } from './ai-parts.ts'
import type { FlowContext } from './context.ts'
import { type RegisteredAs, registeredAs } from './registered-ai.ts'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** Where AI was seen: a component of an asset, an image, or a port. */
interface AiWitness {
  /** The purl, the image, the service. */
  what: string
  version: string | null
  /** Folder or port; empty for most. */
  location: string
  firstSeen: string
  /** The import that shows it; empty where an asset speaks for itself. */
  shownBy: string
}

/** AI that was found on an asset: a proposal until somebody says what it is. */
export interface AiDiscovery {
  id: string
  assetId: string
  asset: string
  use: AiUse
  product: string
  /** `assumed`: only the port speaks for it. `observed`: it answered there. `stated`: an inventory names it. */
  basis: 'observed' | 'stated' | 'assumed'
  /** What a system would have it as. */
  suggestedPart: AiPartKind
  witnesses: AiWitness[]
  /** How many there are, where only the first are named. */
  seen: number
  ruling: AiRuling | null
  /** The part of the register that it is: it is not proposed then. */
  registeredAs: RegisteredAs | null
}

/** A listening place is an address, so far as AI is concerned, when it was seen in a banner. */
const LISTENS = /^(?:tcp|udp)\/\d+$/
const MOST_ROWS = 50_000
const MOST_WITNESSES = 20

/** AI in what is imported, with what was said of it; what nobody said anything of first, then by use, product and asset. */
export async function discoverAi(
  { database }: Pick<FlowContext, 'database'>,
  workspaceId: string,
): Promise<AiDiscovery[]> {
  return database.inWorkspace(workspaceId, (work) => discoveries(work))
}

/** @param assetId of one asset alone: its ports are told with those of others, as they may be one place */
async function discoveries(work: InTransaction, assetId?: string): Promise<AiDiscovery[]> {
  const found = new Map<string, AiDiscovery>()
  // Names are few, places many: what is no AI is never read place by place.
  const names = (await seenNames(work, aiTypes, assetId)).filter(aiSoftware).map(({ name }) => name)
  for (const seen of await seenSoftware(work, [...new Set(names)], MOST_ROWS, assetId)) addSoftware(found, seen)
  for (const { id, name, firstSeen } of await seenImages(work, MOST_ROWS, assetId)) {
    const known = aiImage(name)
    const witness = { what: name, version: null, location: '', firstSeen, shownBy: '' }
    if (known) add(found, { id, name }, known, 'stated', witness)
  }
  await addPorts(work, found)
  const retired = await retiredSystems(work)
  // What still runs of a system that is said to run no more is nobody's: it is proposed again.
  const isKept = ({ system }: AiRuling) => system === null || !retired.has(system)
  const rulings = new Map((await readAiRulings(work)).filter(isKept).map((ruling) => [ruling.id, ruling]))
  const parts = (await placedParts(work)).filter(({ system }) => !retired.has(system))
  return [...found.values()]
    .map((one) => ({ ...one, ruling: rulings.get(one.id) ?? null, registeredAs: registeredAs(one, parts) }))
    .sort(inOrder)
}

function addSoftware(found: Map<string, AiDiscovery>, seen: SeenAiSoftware): void {
  const { name, purl, version, location, firstSeen, shownBy } = seen
  const known = aiSoftware(seen)
  if (!known) return
  const witness = { what: purl ?? name, version, location, firstSeen, shownBy }
  const basis = LISTENS.test(location) ? 'observed' : 'stated'
  add(found, { id: seen.assetId, name: seen.asset }, known, basis, witness)
}

/** A port alone says little: it counts only where nothing is known of what listens there, and once for each service. */
async function addPorts(work: InTransaction, found: Map<string, AiDiscovery>): Promise<void> {
  const taken = await takenPorts(work, [...found.values()])
  const ports = Object.keys(usualPorts).map(Number)
  const told = new Set<string>()
  for (const { id, holderId, holder, port, name, firstSeen } of await seenPorts(work, ports, MOST_ROWS)) {
    const known = aiPort(port)
    const location = `tcp/${port}`
    if (!known || told.has(id) || taken.has(`${holderId} ${location}`)) continue
    told.add(id)
    const witness = { what: name, version: null, location, firstSeen, shownBy: '' }
    add(found, { id: holderId, name: holder }, known, 'assumed', witness)
  }
}

/** Ports of which it is known what listens there: of the asset itself, of its addresses and of its host. */
async function takenPorts(work: InTransaction, found: readonly AiDiscovery[]): Promise<Set<string>> {
  const open = found.flatMap(({ assetId, witnesses }) =>
    witnesses.flatMap(({ location }) => (LISTENS.test(location) ? [{ assetId, location }] : [])),
  )
  const places = Map.groupBy(
    await placesOf(
      work,
      open.map(({ assetId }) => assetId),
    ),
    ({ of }) => of,
  )
  return new Set(
    open.flatMap(({ assetId, location }) =>
      [assetId, ...(places.get(assetId) ?? []).map(({ place }) => place)].map((id) => `${id} ${location}`),
    ),
  )
}

function add(
  found: Map<string, AiDiscovery>,
  asset: { id: string; name: string },
  { use, product }: KnownAi,
  basis: AiDiscovery['basis'],
  witness: AiWitness,
): void {
  const id = `${asset.id}.${digestOf([use, product].join('\n')).slice(0, 11)}`
  const known = found.get(id)
  if (!known) {
    found.set(id, {
      ...{ id, assetId: asset.id, asset: asset.name, use, product, basis },
      ...{ suggestedPart: usualPart[use], witnesses: [witness], seen: 1 },
      ...{ ruling: null, registeredAs: null },
    })
    return
  }
  known.seen++
  if (basis === 'observed' || known.basis === 'assumed') known.basis = basis
  if (known.witnesses.length < MOST_WITNESSES) known.witnesses.push(witness)
}

/** Nobody said anything of it, and no register names it. */
function isProposed({ ruling, registeredAs: known }: AiDiscovery): boolean {
  return ruling === null && known === null
}

function inOrder(a: AiDiscovery, b: AiDiscovery): number {
  return (
    Number(isProposed(b)) - Number(isProposed(a)) ||
    aiUses.indexOf(a.use) - aiUses.indexOf(b.use) ||
    compare(a.product, b.product) ||
    compare(a.asset, b.asset) ||
    compare(a.id, b.id)
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What somebody says of AI that was found; `null` takes back what was said. */
export type AiDecision =
  | { decision: 'accepted'; system: string; part?: AiPartKind | undefined; note?: string | undefined }
  | { decision: 'rejected'; note?: string | undefined }
  | null

/** Keeps what somebody says of AI that was found. Problems: `not-found` (nothing of that id is found), `no-such-system`. */
export async function ruleOnAi(
  { database, clock }: Pick<FlowContext, 'database' | 'clock'>,
  { workspaceId, by }: { workspaceId: string; by: string },
  id: string,
  decision: AiDecision,
  alongside: (work: InTransaction, found: AiDiscovery) => Promise<void>,
): Promise<Result<AiDiscovery>> {
  return database.inWorkspace(workspaceId, async (work) => {
    // Its asset stands in the id: the others need not be read for it.
    const found = (await discoveries(work, id.slice(0, id.lastIndexOf('.')))).find((one) => one.id === id)
    if (!found) return err(problem('not-found', `nothing that was found has the id "${id}"`))
    if (decision === null) await dropAiRuling(work, id)
    else {
      const ruling = rulingOf(found, decision, by, clock())
      const system = (await readAiSystems(work)).find(({ slug }) => slug === ruling.system)
      if (ruling.system !== null && !system)
        return err(problem('no-such-system', `the register knows no AI system "${ruling.system}"`))
      if (system?.retired)
        return err(problem('no-such-system', `the AI system "${ruling.system}" is retired: take that back first`))
      await keepAiRuling(work, workspaceId, ruling)
      found.ruling = ruling
    }
    if (decision === null) found.ruling = null
    await alongside(work, found)
    return ok(found)
  })
}

function rulingOf(
  { id, assetId, use, product, suggestedPart }: AiDiscovery,
  decision: NonNullable<AiDecision>,
  by: string,
  at: string,
): AiRuling {
  const about = { id, assetId, use, product, note: decision.note ?? null, by, at }
  return decision.decision === 'rejected'
    ? { ...about, decision: 'rejected', system: null, partKind: null }
    : { ...about, decision: 'accepted', system: decision.system, partKind: decision.part ?? suggestedPart }
}
