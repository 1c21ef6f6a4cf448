import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { textLines } from '../shared/input/lines.ts'
import { lookUp } from '../shared/input/look-up.ts'
import { refuseForeignEncoding } from '../shared/input/text.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { DocumentReader } from './document-reader.ts'

/** Tags of a package and the JSON fields they are. */
const packageFields: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageSourceInfo: 'sourceInfo',
  PackageLicenseConcluded: 'licenseConcluded',
  PackageLicenseDeclared: 'licenseDeclared',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
}

interface OpenPackage {
  fields: Record<string, unknown>
  externalRefs: unknown[]
  line: number
}

/** Reads SPDX 2.2 and 2.3 tag-value (SPDX 2.3, clause 6 and following), line by line. Files and snippets are passed over. */
export async function readSpdxTagValue(input: ImportInput): Promise<ImportResult> {
  const reader = new TagValueReader(input)
  for await (const { tag, value, line } of tagValues(input, reader.document.collector)) reader.take(tag, value, line)
  return reader.finish()
}

class TagValueReader {
  readonly document: DocumentReader
  #version = ''
  #created: string | undefined
  readonly #creators: string[] = []
  #open: OpenPackage | undefined
  /** True inside a file or snippet, whose SPDXID is not the package's. */
  #elsewhere = false

  constructor(input: ImportInput) {
    this.document = new DocumentReader(input)
  }

  take(tag: string, value: string, line: number): void {
    if (tag === 'PackageName') this.#begin(value, line)
    else if (tag === 'FileName' || tag === 'SnippetSPDXID' || tag === 'LicenseID') this.#elsewhere = true
    else if (tag === 'Relationship') this.#relationship(value)
    else if (this.#open && !this.#elsewhere) this.#field(this.#open, tag, value)
    else this.#header(tag, value)
  }

  finish(): ImportResult {
    this.#close()
    this.document.creationInfo({ created: this.#created, creators: this.#creators })
    if (!/^SPDX-2\.[23]$/.test(this.#version))
      return err(
        problem('unsupported-version', `SPDX ${this.#version || '(no SPDXVersion)'} is not read; 2.2 and 2.3 are.`),
      )
    return this.document.finish(`SPDX ${this.#version.slice(5)} tag-value`)
  }

  #header(tag: string, value: string): void {
    if (tag === 'SPDXVersion') this.#version = value
    else if (tag === 'DocumentName') this.document.name(value)
    else if (tag === 'Created') this.#created = value
    else if (tag === 'Creator') this.#creators.push(value)
  }

  #begin(name: string, line: number): void {
    this.#close()
    this.#elsewhere = false
    this.#open = { fields: { name }, externalRefs: [], line }
  }

  #close(): void {
    const open = this.#open
    this.#open = undefined
    if (open) this.document.package({ ...open.fields, externalRefs: open.externalRefs }, `line ${open.line}`)
  }

  #field(open: OpenPackage, tag: string, value: string): void {
    const field = lookUp(packageFields, tag)
    if (field) open.fields[field] ??= value
    if (tag !== 'ExternalRef') return
    const [, referenceType, referenceLocator] = value.split(/\s+/)
    open.externalRefs.push({ referenceType, referenceLocator })
  }

  #relationship(value: string): void {
    const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/)
    this.document.relationship({ spdxElementId, relationshipType, relatedSpdxElement })
  }
}

interface TagValue {
  tag: string
  value: string
  line: number
}

/** `Tag: value` lines; a value in `<text>…</text>` may span lines, as many as an element may be long. */
async function* tagValues(
  { bytes, limits, path }: ImportInput,
  collector: InventoryCollector,
): AsyncGenerator<TagValue> {
  let open: (TagValue & { parts: string[]; size: number }) | undefined
  let number = 0
  let isNoted = false
  for await (const { text, replaced } of textLines(bytes(), limits)) {
    if (number++ === 0) refuseForeignEncoding(Buffer.from(text ?? '', 'utf8'))
    if (replaced && !isNoted) collector.note('invalid-utf-8', `${path}: bytes replaced`)
    isNoted ||= replaced
    if (text === undefined) {
      collector.drop('too-large', `line ${number} is longer than ${limits.elementBytes} bytes`)
      continue
    }
    const line = number === 1 ? text.replace(/^\uFEFF/, '') : text
    if (open) {
      open.size += line.length
      if (open.size <= limits.elementBytes) open.parts.push(line)
      if (!line.includes('</text>')) continue
      yield { ...open, value: plainText(open.parts.join('\n')) }
      open = undefined
      continue
    }
    const found = tagValueOf(line, number)
    if (!found) continue
    if (found.value.startsWith('<text>') && !found.value.includes('</text>'))
      open = { ...found, parts: [found.value], size: found.value.length }
    else yield { ...found, value: plainText(found.value) }
  }
  if (open) yield { ...open, value: plainText(open.parts.join('\n')) }
}

function tagValueOf(text: string, line: number): TagValue | undefined {
  const colon = text.indexOf(':')
  if (colon <= 0 || text.startsWith('#')) return undefined
  return { tag: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim(), line }
}

function plainText(value: string): string {
  return value.replace(/^<text>|<\/text>[\s\S]*$/g, '')
}
