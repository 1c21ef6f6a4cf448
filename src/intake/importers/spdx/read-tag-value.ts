import { err, problem } from '#core/kernel'
import type { ImportInput, ImportResult } from '../contract.ts'
import { lookUp } from '../shared/input/look-up.ts'
import { readText } from '../shared/input/text.ts'
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

/** Reads SPDX 2.2 and 2.3 tag-value (SPDX 2.3, clause 6 and following). Files and snippets are passed over. */
export async function readSpdxTagValue(input: ImportInput): Promise<ImportResult> {
  const { text, replaced } = await readText(input)
  const reader = new TagValueReader(input)
  if (replaced) reader.document.collector.note('invalid-utf-8', `${input.path}: bytes replaced`)
  for (const { tag, value, line } of tagValues(text)) reader.take(tag, value, line)
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

/** `Tag: value` lines; a value in `<text>…</text>` may span lines. */
function* tagValues(text: string): Generator<{ tag: string; value: string; line: number }> {
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const colon = lines[at]!.indexOf(':')
    if (colon <= 0 || lines[at]!.startsWith('#')) continue
    const tag = lines[at]!.slice(0, colon).trim()
    const line = at + 1
    let value = lines[at]!.slice(colon + 1).trim()
    if (value.startsWith('<text>') && !value.includes('</text>')) {
      const parts = [value]
      while (++at < lines.length && !lines[at]!.includes('</text>')) parts.push(lines[at]!)
      if (at < lines.length) parts.push(lines[at]!)
      value = parts.join('\n')
    }
    yield { tag, value: value.replace(/^<text>|<\/text>[\s\S]*$/g, ''), line }
  }
}
