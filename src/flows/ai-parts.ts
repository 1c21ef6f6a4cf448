import type { Ground } from '#assurance/controls'
import { readControls } from '#assurance/controls/store'
import { readRules } from '#assurance/monitoring/store'
import { type AiPartKind, type AssetKind, networkName, parsePurl, purlWithoutVersion } from '#core/vocabulary'
import {
  type AiRuling,
  assetsById,
  assetsCalled,
  type CalledAsset,
  placesOf,
  readAiRulings,
  readAiSystems,
} from '#exposure/inventory/store'
import type { Database } from '#platform/database'

type InTransaction = Parameters<Parameters<Database['inWorkspace']>[1]>[0]

/** A part of an AI system with the assets that it is, or runs on. */
export interface PlacedPart extends Ground {
  version: string | null
  vendor: string | null
  purl: string | null
  accessLevel: number | null
  endpoint: string | null
  behind: string | null
  /** `register`: somebody wrote it there. `found`: it was found, and accepted. `gateway`: probes go through it. */
  source: 'register' | 'found' | 'gateway'
  assets: PlacedAsset[]
}

interface PlacedAsset extends CalledAsset {
  /** The part is at this port of it only; `null`: all of it counts. */
  port: number | null
}

/** What a part says of where it is. */
interface Wanted {
  part: Omit<PlacedPart, 'assets'>
  words: string[]
  ids: string[]
  port: number | null
}

/** Kinds of asset that are the part that bears their name. */
const software: ReadonlySet<AssetKind> = new Set<AssetKind>(['application', 'container-image', 'ai-model'])

/** Every part of every AI system: of the register, found and accepted, and the gateways that probes go through. */
export async function placedParts(work: InTransaction): Promise<PlacedPart[]> {
  const wanted = await wantedParts(work)
  const called = await assetsCalled(work, [...new Set(wanted.flatMap(({ words, part }) => [...words, part.name]))])
  const named = await assetsById(work, [...new Set(wanted.flatMap(({ ids }) => ids))])
  const known = new Map([...called, ...named].map((asset) => [asset.id as string, asset]))
  const places = Map.groupBy(await placesOf(work, [...known.keys()]), ({ of }) => of)
  const beside = [...new Set([...places.values()].flat().map(({ place }) => place as string))]
  for (const asset of await assetsById(
    work,
    beside.filter((id) => !known.has(id)),
  ))
    known.set(asset.id, asset)
  return wanted.map(({ part, words, ids, port }) => {
    const own = [...known.values()].filter(
      ({ id, kind, name, naturalKey }) =>
        ids.includes(id) ||
        words.includes(naturalKey) ||
        words.includes(name) ||
        (software.has(kind) && name === part.name),
    )
    const near = own.flatMap(({ id }) => places.get(id) ?? []).flatMap(({ place }) => known.get(place) ?? [])
    const all = new Map([...own, ...near].map((asset) => [asset.id, { ...asset, port }]))
    return { ...part, assets: [...all.values()] }
  })
}

async function wantedParts(work: InTransaction): Promise<Wanted[]> {
  const systems = await readAiSystems(work)
  const gateways = await readRules<{ url: string }>(work, 'gateway')
  const slugs = new Set(systems.map(({ slug }) => slug))
  const urlOf = new Map(gateways.map(({ id, url }) => [plain(id), url]))
  const registered = systems.flatMap(({ slug, assetId, parts }) =>
    parts.map((part): Wanted => {
      const { kind, name, version, vendor, purl, accessLevel, endpoint, behind, assets } = part
      const front = kind === 'gateway' ? urlOf.get(plain(name)) : undefined
      const [host, at] = [hostOf(front), hostOf(endpoint)]
      return {
        part: {
          ...{ system: slug, kind, name, version, vendor, purl, accessLevel, endpoint, behind },
          source: 'register',
        },
        words: [...assets, ...rootOf(purl), ...[host, at].flatMap((one) => one?.words ?? [])],
        // What the register says a part is, is matched on the system itself.
        ids: purl === null ? [] : [assetId],
        port: at?.port ?? host?.port ?? null,
      }
    }),
  )
  const found = (await readAiRulings(work)).flatMap((ruling) => foundPart(ruling, slugs))
  return [...registered, ...found, ...(await probedGateways(work, registered, urlOf))]
}

function foundPart({ decision, system, partKind, product, assetId }: AiRuling, slugs: ReadonlySet<string>): Wanted[] {
  if (decision !== 'accepted' || system === null || partKind === null || !slugs.has(system)) return []
  const unsaid = { version: null, vendor: null, purl: null, accessLevel: null, endpoint: null, behind: null }
  return [
    {
      part: { system, kind: partKind, name: product, ...unsaid, source: 'found' },
      ...{ words: [], ids: [assetId], port: null },
    },
  ]
}

/** Gateways that the controls of a system are probed through, where its parts do not name them. */
async function probedGateways(
  work: InTransaction,
  registered: readonly Wanted[],
  urlOf: ReadonlyMap<string, string>,
): Promise<Wanted[]> {
  const named = new Set(registered.map(({ part }) => `${part.system} ${part.kind} ${plain(part.name)}`))
  const probes = await gatewaysOfControls(work)
  const unsaid = { version: null, vendor: null, purl: null, accessLevel: null, endpoint: null, behind: null }
  const made = new Map<string, Wanted>()
  for (const { system, gateway } of probes) {
    const key = `${system} gateway ${plain(gateway)}`
    if (system === null || named.has(key)) continue
    made.set(key, {
      part: { system, kind: 'gateway' as AiPartKind, name: gateway, ...unsaid, source: 'gateway' },
      ...{ words: hostOf(urlOf.get(plain(gateway)))?.words ?? [], ids: [], port: null },
    })
  }
  return [...made.values()]
}

/** Which gateway each probed control is probed through, with the system it guards. */
export async function gatewaysOfControls(
  work: InTransaction,
): Promise<{ control: string; system: string | null; gateway: string }[]> {
  const probes = await readRules<{ gateway: string }>(work, 'probe')
  if (probes.length === 0) return []
  const systemOf = new Map(
    (
      await readControls(
        work,
        probes.map(({ id }) => id),
      )
    ).map(({ id, system }) => [id, system]),
  )
  return probes.map(({ id, gateway }) => ({ control: id, system: systemOf.get(id) ?? null, gateway }))
}

function rootOf(purl: string | null): string[] {
  const parsed = purl === null ? undefined : parsePurl(purl)
  return parsed?.ok ? [purlWithoutVersion(parsed.value)] : []
}

function hostOf(url: string | null | undefined): { words: string[]; port: number } | undefined {
  if (!url || !URL.canParse(url)) return undefined
  const { hostname, port, protocol } = new URL(url)
  const named = networkName(hostname.replace(/^\[|\]$/g, ''))
  return {
    words: [named?.name ?? hostname],
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  }
}

function plain(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
}
