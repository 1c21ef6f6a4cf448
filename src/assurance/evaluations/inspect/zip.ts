import { promisify } from 'node:util'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { MAX_CASES } from '../contract.ts'

const openZip = promisify<Buffer, yauzl.Options, ZipFile>(yauzl.fromBuffer)

/** Bytes of one entry and of all of them, unfolded. */
const MAX_ENTRY = 32 * 1024 * 1024
const MAX_ALL = 1024 * 1024 * 1024

/** The JSON entries of a zip file that are wanted, one after the other. Throws on a damaged, encrypted or too large one. */
export async function* zipTexts(
  bytes: Buffer,
  wanted: (name: string) => boolean,
): AsyncGenerator<{ name: string; text: string }> {
  const zip = await openZip(bytes, { lazyEntries: true, validateEntrySizes: true })
  if (zip.entryCount > MAX_CASES * 2) throw new Error('it has too many entries')
  const stream = promisify<Entry, NodeJS.ReadableStream>(zip.openReadStream.bind(zip))
  let all = 0
  for await (const entry of entriesOf(zip)) {
    if (!wanted(entry.fileName)) continue
    all += entry.uncompressedSize
    if (entry.uncompressedSize > MAX_ENTRY || all > MAX_ALL) throw new Error('it unfolds to too many bytes')
    const parts: Buffer[] = []
    for await (const part of await stream(entry)) parts.push(part as Buffer)
    yield { name: entry.fileName, text: Buffer.concat(parts).toString('utf8') }
  }
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
