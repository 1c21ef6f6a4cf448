import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import type { FeedFile, FeedLimits } from '../contract.ts'
import { unpackInner, zipEntries } from './archive.ts'
import { decompressed, sniff } from './bytes.ts'
import { elementsOf } from './elements.ts'
import { FeedError } from './feed-error.ts'
import { linesOf } from './lines.ts'
import { withoutMark } from './record-shape.ts'

/** How the records lie in a plain document: one a line, as elements of an array in the document's object, or one document. */
export type Layout = 'auto' | 'lines' | { level: number }

/** By path within the archive or folder. Hidden folders and lists of changes hold no records: Anchore keeps empty snapshots in one. */
const isRecord = (name: string) =>
  /\.json$/i.test(name) && !/(^|\/)\./.test(name) && !/(^|\/)(delta|deltaLog|recent_activities)[^/]*\.json$/i.test(name)

/** Records as byte slices. `shallow`: none nests deeper than the limit, as how they were told apart has shown. */
interface RecordBatch {
  records: readonly Buffer[]
  shallow: boolean
}

/**
 * The records of a file, in batches: a zip or folder of one JSON document each, NDJSON, or a document
 * with an array of records; plain, gzip or zstd.
 */
export async function* recordsOf(
  file: FeedFile,
  layout: Layout,
  limits: FeedLimits,
  signal?: AbortSignal,
): AsyncGenerator<RecordBatch> {
  const shallow = typeof layout === 'object'
  if ((await stat(file.path)).isDirectory()) {
    for await (const records of folderRecords(file.path, limits)) yield { records, shallow: false }
    return
  }
  const { container, head } = await sniff(file.path)
  if (container === 'zip') {
    for await (const records of zipRecords(file, limits)) yield { records, shallow: false }
    return
  }
  if (container === 'plain') refuseForeign(head)
  const chunks = decompressed(file.path, container, limits, signal)
  const batches = shallow ? elementsOf(chunks, layout.level, limits) : linesOf(chunks, limits)
  for await (const records of batches) yield { records, shallow }
}

/** The CVE program publishes its release as a zip file within a zip file; one such layer is opened, never more. */
async function* zipRecords({ path, only }: FeedFile, limits: FeedLimits): AsyncGenerator<Buffer[]> {
  const wanted = (name: string) => isRecord(name) && (only === undefined || only.has(basename(name)))
  const folder = await mkdtemp(join(tmpdir(), 'lunette-zip-'))
  try {
    const inner = await unpackInner(path, join(folder, 'inner.zip'), limits)
    for await (const { bytes } of zipEntries(inner ?? path, wanted, limits)) yield [bytes]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An error page in place of a feed is the commonest wrong file. */
function refuseForeign(head: Buffer): void {
  const start = withoutMark(head).toString('latin1').trimStart().slice(0, 200).toLowerCase()
  if (start.startsWith('<!doctype') || start.startsWith('<html') || start.startsWith('<?xml')) {
    throw new FeedError('wrong-type', 'the file is a web page, not a feed: check the address or the mirror')
  }
}

async function* folderRecords(folder: string, limits: FeedLimits): AsyncGenerator<Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  if (entries.length > limits.entries)
    throw new FeedError('too-many-entries', `the folder has more than ${limits.entries} files`)
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || !isRecord(relative(folder, path).replaceAll('\\', '/'))) continue
    if ((await stat(path)).size > limits.recordBytes)
      throw new FeedError('record-too-large', `${entry.name} is larger than ${limits.recordBytes} bytes`)
    yield [await readFile(path)]
  }
}

/** The bytes of a single file, decompressed, without a byte order mark, to be read once. */
export class FileBytes implements AsyncIterable<Buffer> {
  /** How many were read. */
  count = 0
  readonly #file: FeedFile
  readonly #limits: FeedLimits
  readonly #signal: AbortSignal | undefined

  constructor(file: FeedFile, limits: FeedLimits, signal?: AbortSignal) {
    this.#file = file
    this.#limits = limits
    this.#signal = signal
  }

  /** The beginning of its text. */
  async head(characters: number): Promise<string> {
    for await (const chunk of this.#chunks()) return withoutMark(chunk).toString('utf8', 0, characters)
    return ''
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for await (const chunk of this.#chunks()) {
      const bytes = this.count === 0 ? withoutMark(chunk) : chunk
      this.count += chunk.length
      yield bytes
    }
  }

  async *#chunks(): AsyncGenerator<Buffer> {
    const { path } = this.#file
    const { container, head } = await sniff(path)
    if (container === 'zip') throw new FeedError('wrong-type', 'a zip file where a single file was expected')
    if (container === 'plain') refuseForeign(head)
    yield* decompressed(path, container, this.#limits, this.#signal)
  }
}
