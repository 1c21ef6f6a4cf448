import { crc32 } from 'node:zlib'
import { commandLine, err, ok, problem, type Result } from '#core/kernel'
import type { KnowledgeCoverage, SourceId } from '#core/vocabulary'

/*
 * One file, little-endian. A prelude of 64 bytes, then records (each u32 length, u32 CRC-32, UTF-8 JSON, padded to 8
 * bytes), the two hash tables over them, the EPSS section, the coverage rows and last the header (JSON). What changes
 * most often stands last, so that a new EPSS day or a refresh without news reuses everything before it byte for byte.
 */
const MAGIC = 'LUNETIDX'
const FORMAT_VERSION = 3
export const PRELUDE_BYTES = 64
export const RECORD_HEAD_BYTES = 8
export const ALIGNMENT = 8
const MAX_HEADER_BYTES = 64 * 1024 * 1024

export interface Section {
  offset: number
  length: number
}

export interface IndexHeader {
  builtAt: string
  generation: string
  statements: number
  vulnerabilities: number
  keys: Section
  ids: Section
  coverage: Section
  epss: EpssSection
}

/** What the coverage section holds: rows, as of when each source speaks, and for how many days that counts. */
export interface StoredCoverage {
  rows: readonly KnowledgeCoverage[]
  asOf: Readonly<Record<SourceId, string>>
  /** An index of an earlier version has none. */
  maxAgeDays?: Readonly<Record<SourceId, number>>
}

/** Rows sorted by CVE code; `codes` as float64, then rows of 3 bytes: percentile, then one probability per date. */
export interface EpssSection {
  codes: Section
  rows: Section
  count: number
  /** Oldest first. */
  dates: string[]
  /** The model that scored each date. */
  models: string[]
}

/** The fixed start of the file, which says where the header is. */
export function encodePrelude(headerOffset: number, header: Buffer): Buffer {
  const prelude = Buffer.alloc(PRELUDE_BYTES)
  prelude.write(MAGIC, 0, 'latin1')
  prelude.writeUInt32LE(FORMAT_VERSION, 8)
  prelude.writeUInt32LE(header.length, 12)
  prelude.writeBigUInt64LE(BigInt(headerOffset), 16)
  prelude.writeUInt32LE(crc32(header), 24)
  return prelude
}

export interface Prelude {
  headerOffset: number
  headerLength: number
  headerCrc: number
}

/** Reads the prelude of a file of `fileSize` bytes; the header must end the file, so a shortened file is noticed. */
export function decodePrelude(prelude: Buffer, fileSize: number): Result<Prelude> {
  if (prelude.length < PRELUDE_BYTES || prelude.toString('latin1', 0, 8) !== MAGIC) {
    return err(
      problem(
        'index-not-an-index',
        `the file is no knowledge index; run "${commandLine('feeds refresh')}" to build one`,
      ),
    )
  }
  const version = prelude.readUInt32LE(8)
  if (version !== FORMAT_VERSION) {
    return err(
      problem(
        'index-version',
        `the knowledge index has format ${version}, this version reads ${FORMAT_VERSION}; run "${commandLine('feeds refresh')}" to rebuild it`,
      ),
    )
  }
  const headerLength = prelude.readUInt32LE(12)
  const headerOffset = Number(prelude.readBigUInt64LE(16))
  if (headerLength > MAX_HEADER_BYTES || headerOffset + headerLength !== fileSize)
    return err(corruptIndex('its end is missing'))
  return ok({ headerOffset, headerLength, headerCrc: prelude.readUInt32LE(24) })
}

/** The problem for an index whose bytes are not those that were written. */
export function corruptIndex(detail: string, cause?: unknown) {
  return problem(
    'index-corrupt',
    `the knowledge index is damaged (${detail}); run "${commandLine('feeds refresh')}" to rebuild it`,
    cause,
  )
}
