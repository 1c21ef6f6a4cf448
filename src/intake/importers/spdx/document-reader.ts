import { parseInstant } from '#core/kernel'
import { type Distribution, ecosystemOfDistribution, parsePurl, type Subject } from '#core/vocabulary'
import type { ImportInput, ImportResult } from '../contract.ts'
import { asObject, asStrings, asText, type JsonObject } from '../shared/input/json-value.ts'
import { InventoryCollector } from '../shared/inventory/collector.ts'
import { distribution } from '../shared/inventory/distribution.ts'
import { subjectName } from '../shared/inventory/subject-name.ts'
import { draftOf, isAggregate, subjectKindOf } from './package.ts'
import { dependencyEdge, describedBy } from './relationship.ts'

/** Takes the parts of an SPDX 2 document in any order, in the shape of its JSON, and makes the inventory at the end. */
export class DocumentReader {
  readonly collector: InventoryCollector
  readonly #input: ImportInput
  readonly #edges: { from: string; to: string; development: boolean }[] = []
  readonly #described = new Set<string>()
  readonly #kinds = new Map<string, Subject['kind']>()
  #document: { name?: string | undefined; created?: unknown; creators: string[] } = { creators: [] }
  #distribution: Distribution | undefined

  constructor(input: ImportInput) {
    this.#input = input
    this.collector = new InventoryCollector(input.limits)
  }

  name(value: unknown): void {
    this.#document.name = asText(value)
  }

  creationInfo(value: unknown): void {
    const info = asObject(value)
    this.#document = { ...this.#document, created: info?.created, creators: asStrings(info?.creators) }
  }

  describes(value: unknown): void {
    for (const id of asStrings(value)) this.#described.add(id)
  }

  /** One entry of `packages`. */
  package(value: unknown, pointer: string): void {
    const entry = asObject(value)
    if (!entry) {
      this.collector.drop('wrong-type', `${pointer} is no object`)
      return
    }
    const id = asText(entry.SPDXID) ?? pointer
    const kind = subjectKindOf(entry)
    if (kind) this.#kinds.set(id, kind)
    if (kind === 'host' && this.#isDistribution(entry)) {
      this.collector.passOver(id)
      return
    }
    if (isAggregate(entry)) {
      this.collector.passOver(id)
      this.collector.note('not-software', `${id} groups other packages`)
      return
    }
    this.collector.add(draftOf(entry, pointer, this.#input.path))
  }

  /** A distribution release is a fact about the others' packages, not a component to match. */
  #isDistribution(entry: JsonObject): boolean {
    const found = distribution(asText(entry.name) ?? '', asText(entry.versionInfo))
    this.#distribution ??= found
    return ecosystemOfDistribution(found) !== undefined
  }

  /** One entry of `relationships`; those between files are passed over. */
  relationship(value: unknown): void {
    const entry = asObject(value)
    if (!entry) {
      this.collector.note('wrong-type', 'a relationship is no object')
      return
    }
    const described = describedBy(entry)
    if (described) this.#described.add(described)
    const edge = dependencyEdge(entry)
    if (edge) this.#edges.push(edge)
  }

  finish(format: string): ImportResult {
    const subject = this.#takeSubject()
    for (const { from, to, development } of this.#edges) {
      this.collector.depend(from, [to], subject.ref)
      const target = development ? this.collector.find(to) : undefined
      if (target) target.scope ??= 'development'
    }
    const statedAt = parseInstant(this.#document.created)
    const tool = this.#document.creators
      .find((creator) => creator.startsWith('Tool:'))
      ?.slice(5)
      .trim()
    return this.collector.finish({ importer: 'spdx', format, subject: subject.value, statedAt, tool })
  }

  /** The one package the document describes is the subject; when it describes several, the document names it. */
  #takeSubject(): { ref?: string; value: Subject } {
    const release = this.#distribution ? { distribution: this.#distribution } : {}
    const [ref] = this.#described
    const component = ref !== undefined && this.#described.size === 1 ? this.collector.find(ref) : undefined
    if (!ref || !component || this.collector.size === 1) {
      const name = subjectName(this.#document.name ?? '', this.#input.name)
      return { value: { name, kind: this.#kinds.get(ref ?? '') ?? kindOfName(name), ...release } }
    }
    this.collector.remove(ref)
    const { purl, version, type } = component
    const kind =
      this.#kinds.get(ref) ?? (type === 'oci' || type === 'docker' ? 'container-image' : kindOfName(component.name))
    const named = /^sha256:/.test(component.name) ? (imageNameOf(purl) ?? component.name) : component.name
    const name = subjectName(named, this.#input.name)
    return {
      ref,
      value: { name, kind, ...(version ? { version } : {}), ...(purl ? { purl } : {}), ...release },
    }
  }
}

/** Image references carry a digest, or end in an image archive. */
function kindOfName(name: string): Subject['kind'] {
  return /@sha256:|\.tar(?:\.gz)?$/.test(name) && !/source/.test(name) ? 'container-image' : 'application'
}

/** `kasmweb/sublime-text` of an OCI purl whose package is named by its digest alone. */
function imageNameOf(purl: string | undefined): string | undefined {
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  if (!parsed?.ok) return undefined
  const { name, qualifiers } = parsed.value
  const repository = qualifiers.repository_url?.split('/').slice(1).join('/')
  return !repository || repository.endsWith(name) ? repository || name : `${repository}/${name}`
}
