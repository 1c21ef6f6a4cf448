import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'

const PARTITIONS = 256
const BUFFER_BYTES = 16 * 1024
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const BYTES_PER_UNIT = 3
const TAB = 9
const LINE_FEED = 10

interface SpillFile {
  path: string
  descriptor: number
  buffer: Buffer
  used: number
}

/**
 * Groups more lines than memory holds: lines are spread over partition files by their key, then each partition is
 * grouped in memory. Keys must not contain a tab, values no line feed (both are JSON or ids).
 */
export class Spill {
  readonly #folder: string
  readonly #files: SpillFile[]

  constructor(besides: string, name: string) {
    this.#folder = mkdtempSync(join(dirname(besides), `.${name}-`))
    this.#files = Array.from({ length: PARTITIONS }, (_, place) => {
      const path = join(this.#folder, String(place))
      return { path, descriptor: openSync(path, 'w', 0o600), buffer: Buffer.allocUnsafe(BUFFER_BYTES), used: 0 }
    })
  }

  add(key: string, value: string): void {
    const file = this.#files[partitionOf(key)]!
    append(file, key, TAB)
    append(file, value, LINE_FEED)
  }

  /** Every key with its values in the order they were added; keys in a fixed order. */
  *groups(): Generator<[string, string[]]> {
    for (const file of this.#files) {
      flush(file)
      const groups = new Map<string, string[]>()
      for (const line of readFileSync(file.path, 'utf8').split('\n')) {
        const tab = line.indexOf('\t')
        if (tab < 0) continue
        const key = line.slice(0, tab)
        const values = groups.get(key)
        if (values) values.push(line.slice(tab + 1))
        else groups.set(key, [line.slice(tab + 1)])
      }
      yield* [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
    }
  }

  remove(): void {
    for (const file of this.#files.splice(0)) closeSync(file.descriptor)
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Bytes, not strings, wait here: joined strings would keep every small piece alive until the flush. */
function append(file: SpillFile, text: string, end: number): void {
  const most = text.length * BYTES_PER_UNIT + 1
  if (most > BUFFER_BYTES - file.used) flush(file)
  if (most > BUFFER_BYTES) writeSync(file.descriptor, text)
  else file.used += file.buffer.write(text, file.used)
  file.buffer[file.used++] = end
}

function flush(file: SpillFile): void {
  if (file.used > 0) writeSync(file.descriptor, file.buffer, 0, file.used)
  file.used = 0
}

function partitionOf(key: string): number {
  let hash = 0
  for (let place = 0; place < key.length; place++) hash = (Math.imul(hash, 31) + key.charCodeAt(place)) | 0
  return (hash ^ (hash >>> 13)) & (PARTITIONS - 1)
}
