import type { ComponentEvidence, Subject, UpstreamPackage } from '#core/vocabulary'
import { asObjects, asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'
import type { Draft } from '../shared/inventory/draft.ts'

/** An SPDX 2 package (in the shape of its JSON) as a draft. `path` is the document's own. */
export function draftOf(entry: JsonObject, pointer: string, path: string): Draft {
  const references = externalRefs(entry)
  const id = asText(entry.SPDXID) ?? pointer
  const version = asText(entry.versionInfo)
  return {
    ref: id,
    name: asText(entry.name) ?? '',
    version: version === 'NOASSERTION' || version === 'NONE' ? undefined : version,
    purl: references.find((reference) => reference.type === 'purl')?.locator,
    cpes: references.filter((reference) => reference.type === 'cpe23Type').map((reference) => reference.locator),
    licences: licencesOf(entry),
    upstream: upstreamOf(asText(entry.sourceInfo)),
    dependsOn: [],
    evidence: [{ kind: 'sbom', by: 'spdx', path, pointer }, ...placesOf(asText(entry.sourceInfo))],
  }
}

/** External references of a package; the type is the last part of its URI. */
function externalRefs(entry: JsonObject): { type: string; locator: string }[] {
  return asObjects(entry.externalRefs).flatMap((reference) => {
    const type = asText(reference.referenceType)?.split('/').at(-1)
    const locator = asText(reference.referenceLocator)
    return type && locator ? [{ type, locator }] : []
  })
}

/** Stated licences; `NOASSERTION` and `NONE` say nothing. */
function licencesOf(entry: JsonObject): string[] {
  const stated = [entry.licenseConcluded, entry.licenseDeclared].flatMap((value) => asText(value) ?? [])
  return [...new Set(stated.filter((licence) => licence !== 'NOASSERTION' && licence !== 'NONE'))]
}

/** `built package from: openssl 1:1.1.1k-9.el8`, as trivy writes the source package. */
function upstreamOf(sourceInfo: string | undefined): UpstreamPackage[] {
  const match = /^built package from: (\S+)(?: (\S+))?$/.exec(sourceInfo ?? '')
  return match ? [{ name: match[1]!, ...(match[2] ? { version: match[2] } : {}) }] : []
}

/** `acquired package info from DPKG DB: /a, /b`, as syft writes where it looked; the last is the database itself. */
function placesOf(sourceInfo: string | undefined): ComponentEvidence[] {
  const match = /^acquired package info from [^:]+: (.+)$/.exec(sourceInfo ?? '')
  const last = match?.[1]?.split(', ').at(-1)
  return last ? [{ kind: 'file', by: 'spdx', path: last.slice(0, 1_000) }] : []
}

const purposes: Readonly<Record<string, Subject['kind']>> = {
  CONTAINER: 'container-image',
  'OPERATING-SYSTEM': 'host',
  OPERATING_SYSTEM: 'host',
  DEVICE: 'host',
  FIRMWARE: 'host',
  APPLICATION: 'application',
}

/** What a package would be as a subject, by its purpose (2.3) or by trivy's ids (2.2). */
export function subjectKindOf(entry: JsonObject): Subject['kind'] | undefined {
  const id = asText(entry.SPDXID) ?? ''
  if (/^SPDXRef-OperatingSystem-/.test(id)) return 'host'
  if (/^SPDXRef-ContainerImage-/.test(id)) return 'container-image'
  return lookUp(purposes, asText(entry.primaryPackagePurpose))
}

/** Packages that only group others: trivy's application nodes and image layers, with neither version nor identity. */
export function isAggregate(entry: JsonObject): boolean {
  if (asText(entry.versionInfo) || externalRefs(entry).length > 0) return false
  const isNode = /^SPDXRef-Application-/.test(asText(entry.SPDXID) ?? '')
  return isNode || /^(?:sha256:)?[0-9a-f]{64}(?:\.tar)?$/.test(asText(entry.name) ?? '')
}
