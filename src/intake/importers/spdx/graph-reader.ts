import { asObject, asObjects, asStrings, asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'
import type { DocumentReader } from './document-reader.ts'

const dependencyTypes = new Set(['dependsOn', 'hasDynamicLink', 'hasStaticLink'])

/** Turns the elements of an SPDX 3.0 JSON-LD graph into the parts of an SPDX 2 document. */
export class GraphReader {
  readonly #reader: DocumentReader
  #elements = 0
  #roots: string[] = []

  constructor(reader: DocumentReader) {
    this.#reader = reader
  }

  element(value: unknown, index: number): void {
    this.#elements++
    const entry = asObject(value)
    const type = asText(entry?.type) ?? asText(entry?.['@type'])
    if (!entry) this.#reader.collector.drop('wrong-type', `/@graph/${index} is no object`)
    else if (type === 'software_Package') this.#reader.package(packageJson(entry), `/@graph/${index}`)
    else if (type === 'Relationship' || type === 'LifecycleScopedRelationship') this.#relationship(entry)
    else if (type === 'CreationInfo') this.#reader.creationInfo({ created: entry.created })
    else if (type === 'SpdxDocument') this.#reader.name(entry.name)
    else if (type === 'software_Sbom') this.#roots = asStrings(entry.rootElement)
  }

  /** False when there was no graph at all. */
  finish(): boolean {
    this.#reader.describes(this.#roots)
    return this.#elements > 0
  }

  #relationship(entry: JsonObject): void {
    if (!dependencyTypes.has(asText(entry.relationshipType) ?? '')) return
    for (const to of asStrings(entry.to))
      this.#reader.relationship({ spdxElementId: entry.from, relatedSpdxElement: to, relationshipType: 'DEPENDS_ON' })
  }
}

const referenceTypes: Readonly<Record<string, string>> = { packageURL: 'purl', packageUrl: 'purl', cpe23: 'cpe23Type' }

function packageJson(entry: JsonObject): JsonObject {
  const identifiers = asObjects(entry.externalIdentifier).map((identifier) => ({
    referenceType: lookUp(referenceTypes, asText(identifier.externalIdentifierType)) ?? 'other',
    referenceLocator: identifier.identifier,
  }))
  const purl = asText(entry.software_packageUrl)
  return {
    SPDXID: entry.spdxId ?? entry['@id'],
    name: entry.name,
    versionInfo: entry.software_packageVersion,
    sourceInfo: entry.software_sourceInfo,
    primaryPackagePurpose: asText(entry.software_primaryPurpose)
      ?.replace('operatingSystem', 'OPERATING-SYSTEM')
      .toUpperCase(),
    externalRefs: [...(purl ? [{ referenceType: 'purl', referenceLocator: purl }] : []), ...identifiers],
  }
}
