import type { Component, ComponentEvidence, UpstreamPackage } from '#core/vocabulary'
import { asObject, asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'
import { type Draft, moduleOf } from '../shared/inventory/draft.ts'
import { upstreamOfSourceRpm } from '../shared/inventory/upstream.ts'

const MAX_PLACES = 8

const scopes: Readonly<Record<string, Component['scope']>> = {
  required: 'runtime',
  optional: 'optional',
  excluded: 'development',
}

/** Properties in which generators name the source package, the module and the place. */
const sourceName = ['syft:metadata:source', 'syft:metadata:originPackage', 'aquasecurity:trivy:SrcName']
const sourceVersion = ['syft:metadata:sourceVersion']
const sourceRpm = ['syft:metadata:sourceRpm']
const moduleLabel = ['syft:metadata:modularityLabel', 'aquasecurity:trivy:Modularitylabel']
const developmentFlag = [
  'cdx:npm:package:development',
  'cdx:composer:package:isDevRequirement',
  'cdx:pipenv:category:dev',
]

/** A component entry of CycloneDX's JSON as a draft. `path` is the document's own. */
export function draftOf(entry: JsonObject, pointer: string, path: string): Draft {
  const properties = propertiesOf(entry)
  const cpe = asText(entry.cpe)
  const isDevelopment = first(properties, developmentFlag) === 'true'
  return {
    ref: asText(entry['bom-ref']) ?? pointer,
    name: asText(entry.name) ?? '',
    version: asText(entry.version),
    namespace: asText(entry.group),
    purl: asText(entry.purl),
    cpes: [...(cpe ? [cpe] : []), ...statedCpes(entry)],
    upstream: upstreamOf(properties),
    module: moduleOf(first(properties, moduleLabel)),
    licences: licencesOf(entry.licenses),
    scope: isDevelopment ? 'development' : lookUp(scopes, asText(entry.scope)),
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'cyclonedx', path, pointer }, ...placesOf(entry, properties)],
  }
}

/** Most generators state none: the maps and lists made for each component would outweigh the component. */
const noProperties: ReadonlyMap<string, string> = new Map()

function propertiesOf(entry: JsonObject): ReadonlyMap<string, string> {
  if (entry.properties === undefined) return noProperties
  const properties = new Map<string, string>()
  for (const property of asObjects(entry.properties)) {
    const name = asText(property.name)
    const value = asText(property.value)
    if (name && value && !properties.has(name)) properties.set(name, value)
  }
  return properties
}

function first(properties: ReadonlyMap<string, string>, names: readonly string[]): string | undefined {
  return properties.size === 0 ? undefined : names.map((name) => properties.get(name)).find(Boolean)
}

/** CPEs that evidence (1.5: one identity, 1.6 and later: several) concluded, and syft's further candidates. */
function statedCpes(entry: JsonObject): string[] {
  if (entry.evidence === undefined && entry.properties === undefined) return []
  const identity = asObject(entry.evidence)?.identity
  const identities = asObject(identity) ? [identity as JsonObject] : asObjects(identity)
  const stated = identities.filter((one) => one.field === 'cpe').flatMap((one) => asText(one.concludedValue) ?? [])
  const candidates = asObjects(entry.properties).filter((property) => property.name === 'syft:cpe23')
  return [...new Set([...stated, ...candidates.flatMap((property) => asText(property.value) ?? [])])]
}

function upstreamOf(properties: ReadonlyMap<string, string>): UpstreamPackage[] {
  if (properties.size === 0) return []
  const rpm = upstreamOfSourceRpm(first(properties, sourceRpm) ?? '')
  if (rpm) return [rpm]
  const name = first(properties, sourceName)
  if (!name) return []
  const version = first(properties, sourceVersion) ?? trivySourceVersion(properties)
  return [{ name, ...(version ? { version } : {}) }]
}

function trivySourceVersion(properties: ReadonlyMap<string, string>): string | undefined {
  const part = (name: string) => properties.get(`aquasecurity:trivy:${name}`)
  const version = [part('SrcVersion'), part('SrcRelease')].filter(Boolean).join('-')
  const epoch = part('SrcEpoch')
  return version === '' ? undefined : epoch && epoch !== '0' ? `${epoch}:${version}` : version
}

function licencesOf(value: unknown): string[] {
  if (value === undefined) return []
  const entries = asObjects(value).map((choice) => {
    const licence = asObject(choice.license)
    return asText(choice.expression) ?? asText(licence?.id) ?? asText(licence?.name)
  })
  return [...new Set(entries.filter((entry) => entry !== undefined))]
}

/** Where the tool says it saw the component: `evidence.occurrences` and the generators' own properties. */
function placesOf(entry: JsonObject, properties: ReadonlyMap<string, string>): ComponentEvidence[] {
  if (entry.evidence === undefined && properties.size === 0) return []
  const places = new Set(asObjects(asObject(entry.evidence)?.occurrences).flatMap((one) => asText(one.location) ?? []))
  for (const [name, value] of properties) {
    if (/^syft:location:\d+:path$/.test(name) || name === 'aquasecurity:trivy:FilePath') places.add(value)
  }
  return [...places].slice(0, MAX_PLACES).map((path) => ({ kind: 'file', by: 'cyclonedx', path }))
}
