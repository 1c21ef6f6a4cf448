import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type {
  KeyedStatement,
  KnowledgeCoverage,
  KnowledgeKey,
  KnowledgeReader,
  RecordId,
  SourceId,
  VulnerabilityFacts,
} from '#core/vocabulary'
import { CoverageTable } from '../coverage.ts'
import { assembleFacts } from '../facts.ts'
import { cveCode, findCode, pointsOf, rowBytes } from './epss-table.ts'
import {
  corruptIndex,
  decodePrelude,
  type IndexHeader,
  PRELUDE_BYTES,
  RECORD_HEAD_BYTES,
  type Section,
  type StoredCoverage,
} from './format.ts'
import { HashTable } from './hash-table.ts'
import { factsParts, readKeyText, type StoredVulnerability } from './records.ts'
import { RememberedStatements } from './remembered-statements.ts'

/** Most records fit one read of this size. */
const FIRST_READ_BYTES = 2 * 1024
const EPSS_BLOCK_BYTES = 64 * 1024
const MAX_EPSS_BLOCKS = 64
/** One assessment asks for the facts of a vulnerability several times; more than this many are not kept. */
const MAX_REMEMBERED = 4_096

/** An open index file; close it when done. */
export interface KnowledgeIndex extends KnowledgeReader {
  readonly statementCount: number
  readonly vulnerabilityCount: number
  close(): void
}

/**
 * Opens an index in time that does not depend on its size. Problems: `index-missing`, `index-not-an-index`,
 * `index-version`, `index-corrupt`. Damage found later in a record throws, as no verdict may rest on it.
 */
export function openIndex(path: string): Result<KnowledgeIndex> {
  const file = openFile(path)
  if (!file.ok) return file
  const header = readHeader(file.value)
  if (header.ok) return ok(new FileReader(file.value, header.value))
  closeSync(file.value)
  return header
}

function openFile(path: string): Result<number> {
  try {
    return ok(openSync(path, 'r'))
  } catch (cause) {
    return err(
      problem(
        'index-missing',
        `no knowledge is loaded yet; run "${commandLine('feeds refresh')}", or "${commandLine('feeds import <file>')}"`,
        cause,
      ),
    )
  }
}

/** Reads and checks the header of an open index file. */
export function readHeader(file: number): Result<IndexHeader> {
  try {
    const prelude = decodePrelude(readAt(file, 0, PRELUDE_BYTES), fstatSync(file).size)
    if (!prelude.ok) return prelude
    const { headerOffset, headerLength, headerCrc } = prelude.value
    const bytes = readAt(file, headerOffset, headerLength)
    if (crc32(bytes) !== headerCrc) return err(corruptIndex('its header does not match its checksum'))
    return ok(JSON.parse(bytes.toString('utf8')) as IndexHeader)
  } catch (cause) {
    return err(corruptIndex('it cannot be read', cause))
  }
}

class FileReader implements KnowledgeIndex {
  readonly generation: string
  readonly builtAt: string
  readonly statementCount: number
  readonly vulnerabilityCount: number
  readonly #file: number
  readonly #header: IndexHeader
  readonly #buffer = Buffer.allocUnsafe(FIRST_READ_BYTES)
  readonly #facts = new Map<RecordId, VulnerabilityFacts | undefined>()
  readonly #statements = new RememberedStatements()
  readonly #epssBlocks = new Map<number, Buffer>()
  #keys: HashTable | undefined
  #ids: HashTable | undefined
  #codes: Float64Array | undefined
  #coverages: CoverageTable | undefined
  #stored: StoredCoverage | undefined

  constructor(file: number, header: IndexHeader) {
    this.#file = file
    this.#header = header
    this.generation = header.generation
    this.builtAt = header.builtAt
    this.statementCount = header.statements
    this.vulnerabilityCount = header.vulnerabilities
  }

  statements(key: KnowledgeKey): KeyedStatement[] {
    this.#keys ??= new HashTable(this.#words(this.#header.keys))
    const positions = this.#keys.positions(key)
    // Nothing is published under most keys.
    if (positions.length === 0) return []
    const known = this.#statements.get(key)
    if (known) return known
    for (const position of positions) {
      const statements = readKeyText(key, this.#record(position))
      if (!statements) continue
      this.#statements.keep(key, statements)
      return statements
    }
    return []
  }

  vulnerability(id: RecordId): VulnerabilityFacts | undefined {
    if (this.#facts.has(id)) return this.#facts.get(id)
    const facts = this.#vulnerability(id)
    if (this.#facts.size >= MAX_REMEMBERED) this.#facts.clear()
    this.#facts.set(id, facts)
    return facts
  }

  #vulnerability(id: RecordId): VulnerabilityFacts | undefined {
    this.#ids ??= new HashTable(this.#words(this.#header.ids))
    for (const position of this.#ids.positions(id)) {
      const stored = JSON.parse(this.#record(position)) as StoredVulnerability
      if (stored[0] === id || stored[1].includes(id)) return this.#withEpss(assembleFacts(factsParts(stored)))
    }
    const scored = this.#withEpss(assembleFacts({ id, aliases: [], parts: [], kev: [], exploits: [] }))
    return scored.epss ? scored : undefined
  }

  coverage(ecosystem: string): KnowledgeCoverage | undefined {
    return this.#coverageTable().of(ecosystem)
  }

  coverages(): KnowledgeCoverage[] {
    return [...this.#coverageTable().rows]
  }

  close(): void {
    closeSync(this.#file)
  }

  asOf(source: SourceId): string | undefined {
    return this.#storedCoverage().asOf[source]
  }

  maxAgeDays(source: SourceId): number | undefined {
    return this.#storedCoverage().maxAgeDays?.[source]
  }

  #coverageTable(): CoverageTable {
    this.#coverages ??= new CoverageTable(this.#storedCoverage().rows)
    return this.#coverages
  }

  #storedCoverage(): StoredCoverage {
    this.#stored ??= JSON.parse(this.#section(this.#header.coverage).toString('utf8')) as StoredCoverage
    return this.#stored
  }

  #withEpss(facts: VulnerabilityFacts): VulnerabilityFacts {
    const epss = this.epss(facts.id)
    return epss ? { ...facts, epss } : facts
  }

  epss(id: RecordId): VulnerabilityFacts['epss'] {
    const { epss } = this.#header
    const code = cveCode(id)
    if (code === undefined || epss.count === 0) return undefined
    this.#codes ??= doublesOf(this.#section(epss.codes))
    const place = findCode(this.#codes, code)
    if (place < 0) return undefined
    const points = pointsOf(this.#epssRow(place), epss.dates)
    const newest = points.pop()
    if (!newest) return undefined
    const modelVersion = epss.models[epss.dates.indexOf(newest.date)] ?? ''
    return { ...newest, modelVersion, history: points }
  }

  /** Read with its neighbours: a row is a few bytes, and years of vulnerabilities lie together. */
  #epssRow(place: number): Buffer {
    const { rows, count, dates } = this.#header.epss
    const width = rowBytes(dates.length)
    const perBlock = Math.max(1, Math.floor(EPSS_BLOCK_BYTES / width))
    const number = Math.floor(place / perBlock)
    const first = number * perBlock
    const block =
      this.#epssBlocks.get(number) ??
      readAt(this.#file, rows.offset + first * width, Math.min(perBlock, count - first) * width)
    if (this.#epssBlocks.size >= MAX_EPSS_BLOCKS) this.#epssBlocks.clear()
    this.#epssBlocks.set(number, block)
    return block.subarray((place - first) * width, (place - first + 1) * width)
  }

  #record(position: number): string {
    const available = Math.min(FIRST_READ_BYTES, this.#header.keys.offset - position)
    if (available < RECORD_HEAD_BYTES) throw corruption('a table points outside the records')
    readInto(this.#file, this.#buffer, available, position)
    const length = this.#buffer.readUInt32LE(0)
    const end = RECORD_HEAD_BYTES + length
    if (position + end > this.#header.keys.offset) throw corruption('a record runs over its end')
    const payload =
      end <= available
        ? this.#buffer.subarray(RECORD_HEAD_BYTES, end)
        : readAt(this.#file, position + RECORD_HEAD_BYTES, length)
    if (crc32(payload) !== this.#buffer.readUInt32LE(4)) throw corruption('a record does not match its checksum')
    return payload.toString('utf8')
  }

  #section(section: Section): Buffer {
    return readAt(this.#file, section.offset, section.length)
  }

  #words(section: Section): Uint32Array {
    const bytes = this.#section(section)
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
  }
}

function doublesOf(bytes: Buffer): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8)
}

function readAt(file: number, position: number, length: number): Buffer {
  // An own ArrayBuffer, never the pool, so that typed arrays over it are aligned.
  const buffer = Buffer.from(new ArrayBuffer(length))
  readInto(file, buffer, length, position)
  return buffer
}

function readInto(file: number, buffer: Buffer, length: number, position: number): void {
  for (let done = 0; done < length; ) {
    const read = readSync(file, buffer, done, length - done, position + done)
    if (read === 0) throw corruption('it ends early')
    done += read
  }
}

function corruption(detail: string): Error {
  const { message, code } = corruptIndex(detail)
  return Object.assign(new Error(message), { code })
}
