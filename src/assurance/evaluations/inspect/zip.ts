import { isUtf8 } from 'node:buffer'
import { promisify } from 'node:util'
import { inflateRaw, zstdDecompress } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { MAX_CASES } from '../contract.ts'

const openZip = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer)

/** Bytes of one entry and of all that are read, unfolded. */
const usualLimits = { entry: 128 * 1024 * 1024, all: 1024 * 1024 * 1024 }

type Unfold = (packed: Buffer, limit: { maxOutputLength: number }) => Promise<Buffer>

/** Ways to compress by their number (PKWARE, APPNOTE 4.4.5). Inspect writes Zstandard, and wrote deflate. */
const unfolds = new Map<number, Unfold>([
  [0, async (bytes) => bytes],
  [8, promisify(inflateRaw) as Unfold],
  [93, promisify(zstdDecompress) as Unfold],
])

/** A zip file that is held in memory, entry by entry. */
export interface ZipArchive {
  names: readonly string[]
  /** `undefined` where there is no such entry. Throws on a damaged, encrypted or too large one. */
  text(name: string): Promise<string | undefined>
}

export async function openArchive(bytes: Buffer, limits = usualLimits): Promise<ZipArchive> {
  const zip = await openZip(bytes, { lazyEntries: true, autoClose: false })
  if (zip.entryCount > MAX_CASES * 2) throw new Error('it has too many entries')
  const entries = new Map<string, Entry>()
  // Of two entries of one name the later counts: what was written again is appended.
  for await (const entry of entriesOf(zip)) entries.set(entry.fileName, entry)
  let left = limits.all
  const text = async (name: string) => {
    const entry = entries.get(name)
    if (!entry) return undefined
    const unfolded = await unfold(zip, entry, Math.min(left, limits.entry))
    left -= unfolded.length
    if (!isUtf8(unfolded)) throw new Error('an entry is no text in UTF-8')
    return unfolded.toString('utf8')
  }
  return { names: [...entries.keys()], text }
}

/** The size that is written in the file is not believed: unfolding stops at the limit. */
async function unfold(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  const way = unfolds.get(entry.compressionMethod)
  if (!way) throw new Error(`an entry is compressed in a way that is not known (${entry.compressionMethod})`)
  if (entry.generalPurposeBitFlag & 1) throw new Error('an entry is encrypted')
  if (entry.uncompressedSize > most || most < 1) throw new Error('it unfolds to too many bytes')
  const stream = promisify<Entry, yauzl.ZipFileOptions, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
  const parts: Buffer[] = []
  for await (const part of await stream(entry, { decodeFileData: false } as yauzl.ZipFileOptions))
    parts.push(part as Buffer)
  const unfolded = await way(Buffer.concat(parts), { maxOutputLength: most })
  if (unfolded.length > most) throw new Error('it unfolds to too many bytes')
  return unfolded
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip
        .once('entry', resolve)
        .once('end', () => resolve(undefined))
        .once('error', reject)
      zip.readEntry()
    })
    zip.removeAllListeners('entry').removeAllListeners('end').removeAllListeners('error')
    if (!entry) return
    yield entry
  }
}
