import type { EpssPoint, RecordId } from '#core/vocabulary'

/** Scores are published with five decimals; kept as integers of three bytes, the highest meaning "none". */
export const EPSS_SCALE = 100_000
export const EPSS_NONE = 0xffffff
export const EPSS_BYTES = 3

/** A probability or percentile as its three-byte integer. */
export function encodeScore(value: number): number {
  return Math.round(value * EPSS_SCALE)
}

const NUMBER_LIMIT = 2 ** 36

/** A CVE id as one exact number that sorts by year, then number; `undefined` for what is no CVE id. */
export function cveCode(id: RecordId): number | undefined {
  if (id.length < 13 || id.length > 19 || !id.startsWith('CVE-') || id[8] !== '-') return undefined
  const code = digits(id, 4, 8) * NUMBER_LIMIT + digits(id, 9, id.length)
  return Number.isNaN(code) ? undefined : code
}

/** The number that digits make; `NaN` when one of them is none. */
function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 0x30
    if (digit < 0 || digit > 9) return Number.NaN
    number = number * 10 + digit
  }
  return number
}

/** The three-byte integer at a place. */
export function readScore(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16)
}

/** Writes a three-byte integer at a place; returns the place after it. */
export function writeScore(bytes: Uint8Array, at: number, score: number): number {
  bytes[at] = score
  bytes[at + 1] = score >>> 8
  bytes[at + 2] = score >>> 16
  return at + EPSS_BYTES
}

/** The CVE id of a code. */
export function cveOfCode(code: number): RecordId {
  const year = Math.floor(code / NUMBER_LIMIT)
  return `CVE-${year}-${String(code - year * NUMBER_LIMIT).padStart(4, '0')}`
}

/** EPSS columns ready to be written: `values[d][i]` is the score of `codes[i]` on `dates[d]`. */
export interface EpssColumns {
  /** Oldest first. */
  dates: string[]
  /** The model that scored each date. */
  models: string[]
  /** Ascending CVE codes. */
  codes: Float64Array
  /** Percentile of each CVE's newest score. */
  percentiles: Uint32Array
  values: Uint32Array[]
}

export const NO_EPSS: EpssColumns = {
  dates: [],
  models: [],
  codes: new Float64Array(),
  percentiles: new Uint32Array(),
  values: [],
}

const ROWS_AT_ONCE = 4_096

/** Turns columns into rows, some thousand at a time, so that one vulnerability's history is one small read. */
export function* epssRows({ dates, codes, percentiles, values }: EpssColumns): Generator<Buffer> {
  const width = rowBytes(dates.length)
  for (let from = 0; from < codes.length; from += ROWS_AT_ONCE) {
    const to = Math.min(codes.length, from + ROWS_AT_ONCE)
    const rows = Buffer.allocUnsafe((to - from) * width)
    for (let row = from, at = 0; row < to; row++) {
      at = writeScore(rows, at, percentiles[row]!)
      for (const column of values) at = writeScore(rows, at, column[row]!)
    }
    yield rows
  }
}

export function rowBytes(dates: number): number {
  return (dates + 1) * EPSS_BYTES
}

/** The points of one row, oldest first; days without a score are left out. */
export function pointsOf(row: Buffer, dates: readonly string[]): EpssPoint[] {
  const points: EpssPoint[] = []
  dates.forEach((date, place) => {
    const score = row.readUIntLE((place + 1) * EPSS_BYTES, EPSS_BYTES)
    if (score !== EPSS_NONE) points.push({ date, probability: score / EPSS_SCALE })
  })
  const percentile = row.readUIntLE(0, EPSS_BYTES)
  const newest = points.at(-1)
  if (newest && percentile !== EPSS_NONE) newest.percentile = percentile / EPSS_SCALE
  return points
}

/** Where `code` is in ascending `codes`, or -1. */
export function findCode(codes: Float64Array, code: number): number {
  let low = 0
  let high = codes.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = codes[middle]!
    if (found === code) return middle
    if (found < code) low = middle + 1
    else high = middle - 1
  }
  return -1
}
