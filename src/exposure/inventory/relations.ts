import {
  type AssetKind,
  type Basis,
  type ImportedInventory,
  type NamedAsset,
  networkName,
  type RelationKind,
  type ReportedPlace,
  type ReportedRelation,
  relationRule,
  serviceAt,
} from '#core/vocabulary'
import { type AssetId, assetIdOf, naturalKeyOf, type RelationId, relationIdOf } from './identity.ts'

/** An asset that a document names beside its subject. */
export interface MentionedAsset {
  id: AssetId
  kind: AssetKind
  name: string
  naturalKey: string
}

/** An edge between two assets with how surely it is known, from 1 to 100. */
export interface StatedRelation {
  id: RelationId
  kind: RelationKind
  from: AssetId
  to: AssetId
  basis: Exclude<Basis, 'assumed'>
  confidence: number
}

/** What a document says of how assets hang together. */
export interface StatedRelations {
  /** By id; without the document's own subject. */
  assets: MentionedAsset[]
  relations: StatedRelation[]
}

const MAX_NAME = 500

/**
 * The relations of one document, each once, with the assets they lead to. What no rule allows, and what would join an
 * asset to itself, is left out.
 * @param own the asset that the document is recorded for
 */
export function statedRelations(
  inventory: Pick<ImportedInventory, 'relations' | 'findings' | 'hosts'>,
  own: MentionedAsset,
): StatedRelations {
  const assets = new Map<AssetId, MentionedAsset>()
  const relations = new Map<RelationId, StatedRelation>()
  // A report that was written by looking is an observation; a document about software says what its author says.
  const seen = inventory.findings !== undefined
  for (const said of inventory.relations ?? relationsOfPlaces(inventory, own)) {
    const from = said.from ? mentioned(said.from) : own
    const to = said.to ? mentioned(said.to) : own
    if (from.id === to.id || !relationRule(said.kind, from.kind, to.kind)) continue
    for (const asset of [from, to]) if (asset.id !== own.id && !assets.has(asset.id)) assets.set(asset.id, asset)
    const id = relationIdOf(from.id, said.kind, to.id)
    const confidence = Math.max(said.confidence, relations.get(id)?.confidence ?? 0)
    const basis = confidence < SURE ? 'inferred' : seen ? 'observed' : 'stated'
    relations.set(id, { id, kind: said.kind, from: from.id, to: to.id, basis, confidence })
  }
  return { assets: inOrder(assets.values()), relations: inOrder(relations.values()) }
}

/** Below this somebody concluded it. */
const SURE = 60

function mentioned({ kind, name, purl }: NamedAsset): MentionedAsset {
  const naturalKey = naturalKeyOf({ kind, name, purl })
  return { id: assetIdOf(kind, naturalKey), kind, name: name.trim().slice(0, MAX_NAME) || naturalKey, naturalKey }
}

/** A report on a host shows by where its findings are which names or addresses it answers to, and what listens there. */
function* relationsOfPlaces(
  { findings = [], hosts = [] }: Pick<ImportedInventory, 'findings' | 'hosts'>,
  own: MentionedAsset,
): Generator<ReportedRelation> {
  if (own.kind !== 'host') return
  if (hosts.includes(own.naturalKey)) yield* nameOfHost(own.naturalKey)
  for (const { place } of findings) {
    if (place.host === undefined) continue
    yield* nameOfHost(place.host)
    yield* serviceOfPlace(place, place.host)
  }
}

function* nameOfHost(host: string): Generator<ReportedRelation> {
  const to = networkName(host)
  if (to) yield { kind: to.kind === 'ip-address' ? 'ip_address' : 'hostname', to, confidence: 100 }
}

function* serviceOfPlace({ port, protocol }: ReportedPlace, host: string): Generator<ReportedRelation> {
  const from = networkName(host)
  if (port !== undefined && from) yield { kind: 'port', from, to: serviceAt(host, port, protocol), confidence: 100 }
}

function inOrder<T extends { id: string }>(rows: Iterable<T>): T[] {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
}
