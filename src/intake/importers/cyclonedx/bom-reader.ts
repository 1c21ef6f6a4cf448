import { parseInstant } from '#core/kernel'
import { type Distribution, ecosystemOfDistribution, type NamedAsset, type Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { asObject, asObjects, asStrings, asText, type JsonObject } from '../shared/input/json-value.ts'
import { lookUp } from '../shared/input/look-up.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { distribution } from '../shared/inventory/distribution.ts'
import { subjectName } from '../shared/inventory/subject-name.ts'
import { draftOf } from './component.ts'
import { noteNonconformity } from './conformity.ts'
import { assetOf, relateSubject } from './relations.ts'
import { type Known, vexStatementOf } from './vulnerability.ts'

const subjectKinds: Readonly<Record<string, Subject['kind']>> = {
  container: 'container-image',
  'operating-system': 'host',
  device: 'host',
  firmware: 'host',
  platform: 'host',
}

/** A date-time of RFC 3339, as the schema asks; others are still read where their meaning is clear. */
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i

/** Entries of these types are no software unless they carry an identity. */
const notSoftware = new Set(['file', 'data', 'cryptographic-asset'])

/** Takes the parts of a CycloneDX document in any order, in the shape of its JSON, and makes the inventory at the end. */
export class BomReader {
  readonly collector: InventoryCollector
  readonly #input: ImportInput
  readonly #edges: { ref: string; dependsOn: string[] }[] = []
  readonly #vulnerabilities: JsonObject[] = []
  readonly #assets = new Map<string, NamedAsset>()
  #metadata: JsonObject | undefined
  #distribution: Distribution | undefined

  constructor(input: ImportInput) {
    this.#input = input
    this.collector = new InventoryCollector(input.limits)
  }

  /** `metadata`: the subject, the tool, the time; what the subject is made of counts as components. */
  metadata(value: unknown): void {
    this.#metadata = asObject(value)
    const nested = asObject(this.#metadata?.component)?.components
    this.#nested(nested, '/metadata/component')
  }

  /** One entry of `components`, with those nested inside it. */
  component(value: unknown, pointer: string): void {
    const root = asObject(value)
    if (!root) {
      this.collector.drop('wrong-type', `${pointer} is no object`)
      return
    }
    const open: { entry: JsonObject; pointer: string }[] = [{ entry: root, pointer }]
    for (let next = open.pop(); next; next = open.pop()) {
      this.#one(next.entry, next.pointer)
      const at = next.pointer
      const nested = asObjects(next.entry.components)
      open.push(...nested.map((entry, index) => ({ entry, pointer: `${at}/components/${index}` })).reverse())
    }
  }

  #nested(value: unknown, pointer: string): void {
    for (const [index, entry] of asObjects(value).entries()) this.component(entry, `${pointer}/components/${index}`)
  }

  #one(entry: JsonObject, pointer: string): void {
    noteNonconformity(entry, pointer, this.collector)
    const type = asText(entry.type) ?? ''
    if (type === 'operating-system' && this.#isDistribution(entry)) {
      this.collector.passOver(asText(entry['bom-ref']))
      return
    }
    if (notSoftware.has(type) && !entry.purl && !entry.cpe) {
      this.collector.passOver(asText(entry['bom-ref']))
      this.collector.note('not-software', `${pointer} is of type ${type}`)
      return
    }
    this.collector.add(draftOf(entry, pointer, this.#input.path))
    const asset = assetOf(entry)
    if (asset) this.#assets.set(asText(entry['bom-ref']) ?? pointer, asset)
  }

  /** A distribution release is a fact about the others' packages, not a component to match. */
  #isDistribution(entry: JsonObject): boolean {
    const found = distribution(asText(entry.name) ?? '', asText(entry.version))
    this.#distribution ??= found
    return ecosystemOfDistribution(found) !== undefined
  }

  /** One entry of `dependencies`. */
  dependency(value: unknown): void {
    const entry = asObject(value)
    const ref = asText(entry?.ref)
    if (!entry || !ref) {
      this.collector.note('invalid-dependency', JSON.stringify(value ?? null).slice(0, 200))
      return
    }
    this.#edges.push({ ref, dependsOn: asStrings(entry.dependsOn) })
  }

  /** One entry of `vulnerabilities`; becomes a VEX statement when it carries an analysis. */
  vulnerability(value: unknown): void {
    const entry = asObject(value)
    if (entry) this.#vulnerabilities.push(entry)
    else this.collector.note('invalid-vulnerability', 'an entry is no object')
  }

  finish(format: string): ImportResult {
    const described = asObject(this.#metadata?.component)
    const subjectRef = asText(described?.['bom-ref'])
    for (const edge of this.#edges) this.collector.depend(edge.ref, edge.dependsOn, subjectRef)
    const author = toolOf(this.#metadata)
    const subject = this.#subject(described)
    const known: Known = (ref) =>
      ref === subjectRef
        ? { subject: true, ...(subject.version ? { version: subject.version } : {}) }
        : this.collector.find(ref)
    for (const entry of this.#vulnerabilities) this.#vex(entry, known, author)
    relateSubject(this.collector, described)
    this.#relateAssets(subjectRef)
    const statedAt = parseInstant(this.#metadata?.timestamp)
    const timestamp = this.#metadata?.timestamp
    if (timestamp !== undefined && !TIMESTAMP.test(asText(timestamp) ?? ''))
      this.collector.note('invalid-timestamp', (asText(timestamp) ?? '').slice(0, 100))
    return this.collector.finish({
      importer: 'cyclonedx',
      format,
      subject,
      statedAt,
      tool: author,
    })
  }

  /** What the subject says it depends on it need not contain. */
  #relateAssets(subjectRef: string | undefined): void {
    const needed = new Set(this.#edges.flatMap(({ ref, dependsOn }) => (ref === subjectRef ? dependsOn : [])))
    for (const [ref, to] of this.#assets)
      this.collector.relate({ kind: needed.has(ref) ? 'depends_on' : 'contains', to, confidence: 100 })
  }

  #vex(entry: JsonObject, known: Known, author: string | undefined): void {
    const read = vexStatementOf(entry, known, author)
    if (read.ok) this.collector.vex.push(read.value)
    else this.collector.note(read.error.code, read.error.message)
  }

  #subject(described: JsonObject | undefined): Subject {
    if (described && asText(described.type) === 'operating-system') this.#isDistribution(described)
    const draft = described && draftOf(described, '/metadata/component', this.#input.path)
    const type = asText(described?.type) ?? ''
    return {
      name: subjectName([draft?.namespace, draft?.name].filter(Boolean).join('/'), this.#input.name),
      ...(draft?.version ? { version: draft.version } : {}),
      ...(draft?.purl ? { purl: draft.purl } : {}),
      kind: lookUp(subjectKinds, type) ?? 'application',
      ...(this.#distribution ? { distribution: this.#distribution } : {}),
    }
  }
}

/** The first tool a document names, in either of the two shapes of `metadata.tools`. */
function toolOf(metadata: JsonObject | undefined): string | undefined {
  const tools = metadata?.tools
  const [first] = [
    ...asObjects(tools),
    ...asObjects(asObject(tools)?.components),
    ...asObjects(asObject(tools)?.services),
  ]
  const name = [asText(first?.vendor) ?? asText(first?.group), asText(first?.name)].filter(Boolean).join(' ')
  return [name, asText(first?.version)].filter(Boolean).join(' ') || undefined
}
