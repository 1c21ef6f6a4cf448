import { createHash } from 'node:crypto'
import { isHostName, isOnlyNamed } from '#contract/hosts-file'
import type { SurfaceChangeRow, SurfaceRow } from '#contract/surface'
import { canonicalJson, type Instant } from '#core/kernel'
import { parseAddress, parseRange } from '#core/network'
import type { AssetKind } from '#core/vocabulary'
import { excludedBy } from '#exposure/surface'
import { readScope } from '#exposure/surface/store'
import type { Database } from '#platform/database'
import { readSurfaceGraph } from '#views/surface'
import type { FileFormat } from './answer.ts'
import type { Column } from './columns.ts'
import { tableFormats } from './formats.ts'
import { elementsOf } from './table.ts'

type Pages = AsyncIterable<readonly SurfaceRow[]>

/** Columns of the surface as a table. */
export const surfaceColumns: readonly Column<SurfaceRow>[] = [
  ['asset', (row) => row.name],
  ['kind', (row) => row.kind],
  ['standing', (row) => row.standing],
  ['confidence', (row) => row.confidence],
  ['reason', (row) => row.reason],
  ['led to by', (row) => row.via],
  ['services', (row) => row.services],
  ['weaknesses', (row) => row.weaknesses],
  ['label', (row) => row.label],
  ['resolves to', (row) => row.resolvesTo.join(' ')],
  ['technologies', (row) => row.technologies.join('; ')],
  ['now', (row) => row.open.now],
  ['soon', (row) => row.open.soon],
  ['scheduled', (row) => row.open.scheduled],
  ['defer', (row) => row.open.defer],
  ['expires', (row) => row.expires],
  ['vantage', (row) => row.vantage],
  ['first seen', (row) => row.firstSeen],
  ['last seen', (row) => row.lastSeen],
  ['gone', (row) => row.goneAt],
  ['proof', (row) => row.proof],
  ['stated by', (row) => row.statedBy],
  // Where places are folded: the names that lead to an address.
  ['names', (row) => row.names.join(' ')],
]

/** Columns of what came, went and changed. */
export const surfaceChangeColumns: readonly Column<SurfaceChangeRow>[] = [
  ['when', (row) => row.at],
  ['asset', (row) => row.asset.name],
  ['asset kind', (row) => row.asset.kind],
  ['importance', (row) => row.importance],
  ['severity', (row) => row.severity],
  ['kind', (row) => row.kind],
  ['change', (row) => row.change],
  ['subject', (row) => row.subject],
  ['before', (row) => row.before],
  ['after', (row) => row.after],
  ['what', (row) => row.words],
  ['run', (row) => row.runId],
]

const MOST_EDGES_OF = 50_000

/** What the surface can be written as. */
export function surfaceFormats({
  database,
  workspaceId,
  now,
  words,
}: {
  database: Database
  workspaceId: string
  now: Instant
  /** Columns that were chosen. */
  words?: string | undefined
}): Record<'csv' | 'json' | 'hosts' | 'stix', FileFormat<SurfaceRow>> {
  return {
    csv: tableFormats(surfaceColumns, words).csv,
    json: {
      ending: 'oam.json',
      type: 'application/json',
      text: (pages) =>
        oamOf(pages, () => readSurfaceGraph(database, workspaceId, { filter: '', limit: MOST_EDGES_OF })),
    },
    hosts: {
      ending: 'txt',
      type: 'text/plain; charset=utf-8',
      text: (pages) => hostsOf(pages, () => excludedHere(database, workspaceId)),
    },
    stix: { ending: 'stix.json', type: 'application/stix+json;version=2.1', text: (pages) => stixOf(pages, now) },
  }
}

/**
 * Hosts that somebody may point tools at. What is ours only because it was named, and addresses that are ours only by such
 * names, are left out: nothing shows yet that they are. What is excluded is for nobody to touch.
 */
async function* hostsOf(pages: Pages, exclusions: () => ReturnType<typeof excludedHere>): AsyncGenerator<string> {
  const isExcluded = await exclusions()
  const named = new Set<string>()
  const shown = new Set<string>()
  const byNames: string[] = []
  for await (const rows of pages)
    yield rows
      .flatMap((row) => {
        const { kind, name, reason, resolvesTo } = row
        if (!hostKinds.has(kind) || isExcluded(row)) return []
        if (kind === 'ip-address' && BY_NAMES.test(reason)) byNames.push(name)
        else if (isOnlyNamed(reason)) for (const address of resolvesTo) named.add(address)
        else {
          for (const address of resolvesTo) shown.add(address)
          if (isHostName(name)) return `${name}\n`
        }
        return []
      })
      .join('')
  yield byNames.flatMap((address) => (named.has(address) && !shown.has(address) ? [] : `${address}\n`)).join('')
}

async function excludedHere(database: Database, workspaceId: string) {
  return excludedBy(await database.inWorkspace(workspaceId, (work) => readScope(work)))
}

/** Why an address is ours that nobody approved, where its names say so. */
const BY_NAMES = /names of ours have it/i

/** `*.shop.example` is a record and no host: nobody can be asked by it. */
function isPattern(name: string): boolean {
  return name.startsWith('*')
}

const hostKinds: ReadonlySet<AssetKind> = new Set(['domain', 'hostname', 'ip-address'])

/** Types of the Open Asset Model (github.com/owasp-amass/open-asset-model); ours where it has none. */
const oamTypes: Readonly<Partial<Record<AssetKind, string>>> = {
  organisation: 'Organization',
  domain: 'FQDN',
  hostname: 'FQDN',
  'ip-address': 'IPAddress',
  netblock: 'Netblock',
  'autonomous-system': 'AutonomousSystem',
  service: 'Service',
  certificate: 'TLSCertificate',
  url: 'URL',
  mailbox: 'Identifier',
}

async function* oamOf(pages: Pages, graph: () => ReturnType<typeof readSurfaceGraph>): AsyncGenerator<string> {
  yield '{"assets":[\n'
  yield* elementsOf(pages, ({ id, kind, firstSeen, lastSeen, standing, proof, confidence, reason, ...row }) => ({
    id,
    type: oamTypes[kind] ?? kind,
    created_at: firstSeen,
    last_seen: lastSeen,
    asset: oamAsset(kind, row.name),
    properties: { standing, proof, stated_by: row.statedBy, confidence, reason, vantage: row.vantage },
  }))
  const { edges } = await graph()
  const relations = edges.map(({ from, to, kind }) => ({ type: kind, from_asset: from, to_asset: to }))
  yield `\n],"relations":${JSON.stringify(relations)}}\n`
}

function oamAsset(kind: AssetKind, name: string): object {
  switch (kind) {
    case 'ip-address':
      return { address: name, type: parseAddress(name)?.family === 6 ? 'IPv6' : 'IPv4' }
    case 'netblock':
      return { cidr: name, type: parseRange(name)?.family === 6 ? 'IPv6' : 'IPv4' }
    case 'autonomous-system':
      return { number: Number(name.replace(/^AS/i, '')) }
    case 'certificate':
      return { serial_number: name }
    case 'service':
      return { unique_id: name }
    case 'url':
      return { url: name }
    default:
      return { name }
  }
}

/** Namespace of STIX 2.1 for ids of observables that are the same everywhere (section 2.9). */
const STIX_NAMESPACE = Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex')

async function* stixOf(pages: Pages, now: Instant): AsyncGenerator<string> {
  yield `{"type":"bundle","id":"bundle--${uuid5(`surface ${now}`)}","objects":[\n`
  yield* elementsOf(observables(pages), (object) => object)
  yield '\n]}\n'
}

async function* observables(pages: Pages): AsyncGenerator<readonly object[]> {
  const given = new Set<string>()
  for await (const rows of pages) {
    const objects = rows.flatMap(({ kind, name }) => (isPattern(name) ? [] : observablesOf(kind, name)))
    yield objects.filter(({ id }) => !given.has(id) && given.add(id))
  }
}

/** Observables with the properties that make their ids (section 2.9). */
function observable(type: string, properties: object): { id: string } {
  return { ...{ type, spec_version: '2.1', id: `${type}--${uuid5(canonicalJson(properties))}` }, ...properties }
}

function observablesOf(kind: AssetKind, name: string): { id: string }[] {
  switch (kind) {
    case 'domain':
    case 'hostname':
      return [observable('domain-name', { value: name })]
    case 'ip-address':
      return [addressObservable(name)]
    case 'netblock':
      return [observable(parseRange(name)?.family === 6 ? 'ipv6-addr' : 'ipv4-addr', { value: name })]
    case 'autonomous-system':
      return [observable('autonomous-system', { number: Number(name.replace(/^AS/i, '')) })]
    case 'url':
      return [observable('url', { value: name })]
    case 'certificate':
      return [observable('x509-certificate', { hashes: { 'SHA-256': name } })]
    case 'service':
      return serviceObservables(name)
    default:
      return []
  }
}

function addressObservable(value: string): { id: string } {
  return observable(parseAddress(value)?.family === 6 ? 'ipv6-addr' : 'ipv4-addr', { value })
}

/** What listens is where traffic can go to: STIX has no service of its own. */
function serviceObservables(name: string): { id: string }[] {
  const [, bracketed, plain, port, protocol] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)\/(\w+)$/.exec(name) ?? []
  const address = parseAddress(bracketed ?? plain ?? '')
  if (!address || protocol === undefined) return []
  const held = addressObservable(address.text)
  return [held, observable('network-traffic', { dst_ref: held.id, dst_port: Number(port), protocols: [protocol] })]
}

/** RFC 9562, version 5. */
function uuid5(name: string): string {
  const digest = createHash('sha1').update(STIX_NAMESPACE).update(name).digest().subarray(0, 16)
  digest[6] = (digest[6]! & 0x0f) | 0x50
  digest[8] = (digest[8]! & 0x3f) | 0x80
  return digest.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
