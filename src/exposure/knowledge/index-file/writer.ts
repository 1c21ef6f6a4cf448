import { createHash, type Hash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import type { ExploitSignal, KevStatement, KnowledgeCoverage, KnowledgeKey, RecordId, SourceId } from '#core/vocabulary'
import type { MaxAgeOf } from '../coverage.ts'
import { type EpssColumns, epssRows, NO_EPSS } from './epss-table.ts'
import { FileOutput } from './file-output.ts'
import {
  ALIGNMENT,
  type EpssSection,
  encodePrelude,
  type IndexHeader,
  PRELUDE_BYTES,
  RECORD_HEAD_BYTES,
  type Section,
  type StoredCoverage,
} from './format.ts'
import { HashTableBuilder } from './hash-table.ts'
import { exploitText, keyText, partText, type StatementHead, statementText } from './records.ts'
import { Spill } from './spill.ts'
import { finished, finishedAside, type Steps } from './steps.ts'

export interface IndexEnd {
  builtAt: string
  /** Names the content; left out, it is the digest of the content. */
  generation?: string
  coverages: readonly KnowledgeCoverage[]
  /** When each source was last read completely. */
  asOf: ReadonlyMap<SourceId, string>
  /** Days after which each counts as out of date. */
  maxAgeOf?: MaxAgeOf | undefined
  epss?: EpssColumns
  /** CVE ids and aliases of a vulnerability other than its own id. */
  aliases: ReadonlyMap<RecordId, readonly RecordId[]>
}

/**
 * Builds an index beside `path` in bounded memory and renames it into place when it is complete, so that a reader
 * sees the old file or the new one and never a part of it. Content in any order gives the same bytes.
 */
export class IndexWriter {
  readonly #path: string
  readonly #temporary: string
  readonly #keys: Spill
  readonly #ids: Spill
  #statements = 0

  constructor(path: string) {
    this.#path = path
    this.#temporary = `${path}.${process.pid}.part`
    mkdirSync(dirname(path), { recursive: true })
    rmSync(this.#temporary, { force: true })
    this.#keys = new Spill(path, 'keys')
    this.#ids = new Spill(path, 'ids')
  }

  /** One statement: its facts and, per key, its affected entries, both as JSON text. */
  addStatement(head: StatementHead, facts: string, affected: Iterable<readonly [KnowledgeKey, string]>): void {
    this.#statements++
    for (const [key, entries] of affected) this.#keys.add(JSON.stringify(key), statementText(head, entries))
    const part = partText(head, facts)
    for (const id of head.vulnerabilityIds) this.#ids.add(id, `s${part}`)
  }

  addKev(id: RecordId, statement: KevStatement): void {
    this.#ids.add(id, `k${JSON.stringify(statement)}`)
  }

  addExploit(id: RecordId, signal: ExploitSignal): void {
    this.#ids.add(id, `e${exploitText(signal)}`)
  }

  /** Writes the file, makes it durable and puts it in place. */
  finish(end: IndexEnd): IndexHeader {
    const output = new FileOutput(this.#temporary)
    try {
      return this.#place(output, finished(this.#steps(output, end)))
    } finally {
      output.abandon()
      this.abandon()
    }
  }

  /** As `finish`, while others in this process go on. */
  async finishAside(end: IndexEnd): Promise<IndexHeader> {
    const output = new FileOutput(this.#temporary)
    try {
      const header = await finishedAside(this.#steps(output, end))
      await output.settle()
      return this.#place(output, header)
    } finally {
      output.abandon()
      this.abandon()
    }
  }

  #place(output: FileOutput, header: IndexHeader): IndexHeader {
    writeHeader(output, header)
    renameSync(this.#temporary, this.#path)
    return header
  }

  *#steps(output: FileOutput, end: IndexEnd): Steps<IndexHeader> {
    const hash = end.generation === undefined ? createHash('sha256') : undefined
    const writeRecord = recordWriter(output, hash)
    output.write(Buffer.alloc(PRELUDE_BYTES))
    const keys = new HashTableBuilder()
    for (const [quoted, values] of this.#keys.groups()) {
      const key = JSON.parse(quoted) as KnowledgeKey
      keys.add(key, writeRecord(keyText(key, values.sort())))
      yield
    }
    const ids = new HashTableBuilder()
    let vulnerabilities = 0
    for (const [id, values] of this.#ids.groups()) {
      vulnerabilities++
      const aliases = end.aliases.get(id) ?? []
      const position = writeRecord(vulnerabilityText(id, aliases, values.sort()))
      for (const name of [id, ...aliases]) ids.add(name, position)
      yield
    }
    const base = {
      builtAt: end.builtAt,
      statements: this.#statements,
      vulnerabilities,
      keys: writeSection(output, bytesOf(keys.build())),
      ids: writeSection(output, bytesOf(ids.build())),
    }
    const epss = yield* writeEpss(output, end.epss ?? NO_EPSS, hash)
    const coverage = writeCoverage(output, end)
    return { ...base, epss, coverage, generation: end.generation ?? hash?.digest('base64url') ?? '' }
  }

  /** Removes everything unfinished. */
  abandon(): void {
    this.#keys.remove()
    this.#ids.remove()
    rmSync(this.#temporary, { force: true })
  }
}

function recordWriter(output: FileOutput, hash: Hash | undefined): (text: string) => number {
  return (text) => {
    const payload = Buffer.from(text)
    const head = Buffer.allocUnsafe(RECORD_HEAD_BYTES)
    head.writeUInt32LE(payload.length, 0)
    head.writeUInt32LE(crc32(payload), 4)
    const position = output.position
    output.write(head)
    hash?.update(payload)
    output.write(payload)
    output.align(ALIGNMENT)
    return position
  }
}

function vulnerabilityText(id: RecordId, aliases: readonly RecordId[], values: readonly string[]): string {
  const tagged = (tag: string) => values.filter((value) => value.startsWith(tag)).map((value) => value.slice(1))
  const parts = `[${tagged('s')}],[${tagged('k')}],[${tagged('e')}]`
  return `[${JSON.stringify(id)},${JSON.stringify(aliases)},${parts}]`
}

function writeSection(output: FileOutput, bytes: Uint8Array): Section {
  output.align(ALIGNMENT)
  const offset = output.position
  output.write(bytes)
  return { offset, length: bytes.length }
}

/** Writes the EPSS section at the output's position. */
export function* writeEpss(output: FileOutput, epss: EpssColumns, hash?: Hash): Steps<EpssSection> {
  const codes = bytesOf(epss.codes)
  hash?.update(codes).update(epss.dates.join())
  const section = {
    codes: writeSection(output, codes),
    count: epss.codes.length,
    dates: epss.dates,
    models: epss.models,
  }
  output.align(ALIGNMENT)
  const offset = output.position
  for (const rows of epssRows(epss)) {
    hash?.update(rows)
    output.write(rows)
    yield
  }
  return { ...section, rows: { offset, length: output.position - offset } }
}

/** Writes the coverage rows and the dates of the sources at the output's position. */
export function writeCoverage(
  output: FileOutput,
  { coverages, asOf, maxAgeOf }: Pick<IndexEnd, 'coverages' | 'asOf' | 'maxAgeOf'>,
): Section {
  const sources = [...asOf.keys()].sort()
  const stored: StoredCoverage = {
    rows: coverages,
    asOf: Object.fromEntries(sources.map((source) => [source, asOf.get(source)!])),
    ...(maxAgeOf && { maxAgeDays: Object.fromEntries(sources.map((source) => [source, maxAgeOf(source)])) }),
  }
  return writeSection(output, Buffer.from(JSON.stringify(stored)))
}

/** Ends the file with its header and the prelude that points there. */
export function writeHeader(output: FileOutput, header: IndexHeader): void {
  const bytes = Buffer.from(JSON.stringify(header))
  const offset = output.position
  output.write(bytes)
  output.finish(0, encodePrelude(offset, bytes))
}

function bytesOf(words: Uint32Array | Float64Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength)
}
