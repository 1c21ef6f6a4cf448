import { type Brand, canonicalJson, digestOf } from '#core/kernel'
import {
  type AssetKind,
  type Component,
  parsePurl,
  purlWithoutVersion,
  type RelationKind,
  type Subject,
} from '#core/vocabulary'
import { toolNameOf } from './tool-name.ts'

/** 22 characters of base64url: 132 bits of the SHA-256 of the identity text. */
export type AssetId = Brand<string, 'AssetId'>
export type ComponentId = Brand<string, 'ComponentId'>
export type ImportId = Brand<string, 'ImportId'>
export type RelationId = Brand<string, 'RelationId'>

const ID_LENGTH = 22

/** Bytes of a key: what an index of PostgreSQL holds beside its other columns. */
const MAX_KEY_BYTES = 1_000

/** The text, or its beginning with its digest when no index could hold it. */
function bounded(text: string): string {
  return Buffer.byteLength(text) <= MAX_KEY_BYTES ? text : `${text.slice(0, 200)}… ${digestOf(text)}`
}

/** Qualifiers that say where a package came from or how one tool writes it, not which package it is. */
const passingQualifiers = new Set([
  'checksum',
  'distro',
  'download_url',
  'epoch',
  'file_name',
  'package-id',
  'rpmmod',
  'upstream',
  'vcs_url',
])

function idOf(...identity: readonly unknown[]): string {
  return digestOf(canonicalJson(identity)).slice(0, ID_LENGTH)
}

/**
 * The id of an asset: the same in every workspace, so that a copied workspace keeps its links. A domain and the host of
 * the same name are one asset: what was registered depends on a list that changes, a name does not.
 */
export function assetIdOf(kind: AssetKind, naturalKey: string): AssetId {
  return idOf('asset', kind === 'domain' ? 'hostname' : kind, naturalKey) as AssetId
}

/** The id of a relation: the same ends joined in the same way are the same relation, whoever says so. */
export function relationIdOf(from: AssetId, kind: RelationKind, to: AssetId): RelationId {
  return idOf('relation', from, kind, to) as RelationId
}

/** Kinds whose names are those of the network: case means nothing there, nor does the dot of the root. */
const networked: ReadonlySet<AssetKind> = new Set(['domain', 'hostname', 'ip-address', 'service', 'certificate'])

/**
 * What makes two subjects the same asset: the root purl without version, else the name; names of hosts and of the network
 * without case, addresses in their shortest form, names of images without tag and digest.
 */
export function naturalKeyOf(subject: { kind: AssetKind; name: string; purl?: string | undefined }): string {
  const purl = subject.purl === undefined ? undefined : parsePurl(subject.purl)
  if (purl?.ok) return bounded(purlWithoutVersion(purl.value))
  const name = bounded(subject.name.normalize('NFC').trim())
  if (subject.kind === 'host') return name.toLowerCase()
  if (networked.has(subject.kind)) return networkKeyOf(name)
  return subject.kind === 'container-image' ? name.replace(/@sha256:[0-9a-f]+$/, '').replace(/:[\w.-]+$/, '') : name
}

/** `2001:DB8:0::1` and `2001:db8::1` are one address (RFC 5952). */
function networkKeyOf(name: string): string {
  const plain = name.toLowerCase().replace(/\.$/, '')
  const address = /^[0-9a-f]*:[0-9a-f:.]+$/.test(plain) ? URL.parse(`http://[${plain}]`)?.hostname : undefined
  return address?.slice(1, -1) ?? plain
}

/** The id of a component: asset + purl (or CPE, or name) + version + location. */
export function componentIdOf(assetId: AssetId, component: Component): ComponentId {
  return idOf('component', assetId, identityText(component), component.version ?? '', component.location) as ComponentId
}

/** Components of one asset are the same where this is: what their id is a digest of. */
export function componentKeyOf(component: Component): string {
  return `${identityText(component)}\0${component.version ?? ''}\0${component.location}`
}

function identityText({ purl, cpes, type, namespace, name }: Component): string {
  return purl === undefined
    ? (cpes[0] ?? [type ?? '', namespace ?? '', name].join('/'))
    : withoutPassingQualifiers(purl)
}

/** Works on the text: importers write purls in their canonical form, where qualifiers are encoded and in order. */
function withoutPassingQualifiers(purl: string): string {
  const query = purl.indexOf('?')
  if (query < 0) return purl
  const end = purl.indexOf('#', query)
  const subpath = end < 0 ? '' : purl.slice(end)
  const pairs = purl.slice(query + 1, end < 0 ? undefined : end)
  const kept = pairs.split('&').filter((pair) => !passingQualifiers.has(pair.slice(0, pair.indexOf('='))))
  return `${purl.slice(0, query)}${kept.length > 0 ? `?${kept.join('&')}` : ''}${subpath}`
}

/** The id of an import: the same file for the same asset by the same witness is the same import. */
export function importIdOf(assetId: AssetId, witness: string, contentDigest: string): ImportId {
  return idOf('import', assetId, witness, contentDigest) as ImportId
}

/**
 * Who saw it: importer, tool without its version, the subject as the tool names it, and what the tool was told to look for
 * as far as it says. Only the same witness retracts.
 */
export function witnessOf(
  importer: string,
  tool: string | undefined,
  subject: Subject,
  configuration?: string | undefined,
): string {
  const parts = [importer, toolNameOf(tool), naturalKeyOf(subject), ...(configuration ? [configuration] : [])]
  return bounded(parts.join(' · '))
}
