import { type Duplex, Readable } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { ImportError, tooLarge } from './import-error.ts'

const GZIP = Buffer.from([0x1f, 0x8b])
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** Containers that cannot be an SBOM themselves, by their first bytes, with what to do instead. */
const refused: readonly { name: string; offset: number; magic: Buffer }[] = [
  { name: 'a zip archive', offset: 0, magic: Buffer.from('PK\x03\x04') },
  { name: 'an empty zip archive', offset: 0, magic: Buffer.from('PK\x05\x06') },
  { name: 'a tar archive', offset: 257, magic: Buffer.from('ustar') },
  { name: 'a 7z archive', offset: 0, magic: Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]) },
  { name: 'a rar archive', offset: 0, magic: Buffer.from('Rar!\x1a\x07') },
  { name: 'xz compressed', offset: 0, magic: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) },
  { name: 'bzip2 compressed', offset: 0, magic: Buffer.from('BZh') },
]

function startsWith(head: Buffer, magic: Buffer, offset = 0): boolean {
  return head.length >= offset + magic.length && head.subarray(offset, offset + magic.length).equals(magic)
}

/** Throws a named error for archives and compressions that are not read. */
export function refuseArchive(head: Buffer): void {
  const found = refused.find((entry) => startsWith(head, entry.magic, entry.offset))
  if (found) throw new ImportError('archive-given', `The file is ${found.name}. Unpack it and give the file inside.`)
}

/** Bytes given on at once: with zlib's default of 16 KiB the reader waits for the thread pool more than it works. */
const CHUNK = 128 * 1024

/** Yields `bytes` decompressed when they start as gzip or zstd, else as they are. */
export async function* decompressed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = bytes[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  let ended = false
  while (head.length < 4 && !ended) {
    const next = await iterator.next()
    if (next.done) ended = true
    else head = Buffer.concat([head, next.value])
  }
  const rest = resume(head, iterator)
  const inflater = inflaterFor(head)
  if (!inflater) {
    yield* rest
    return
  }
  const source = Readable.from(rest)
  source.on('error', (error) => inflater.destroy(error))
  try {
    yield* source.pipe(inflater) as AsyncIterable<Uint8Array>
  } catch (cause) {
    if (cause instanceof ImportError) throw cause
    throw new ImportError('corrupt-compression', 'The compressed file is damaged or cut short. Fetch it again.', cause)
  } finally {
    source.destroy()
  }
}

function inflaterFor(head: Buffer): Duplex | undefined {
  if (startsWith(head, GZIP)) return createGunzip({ chunkSize: CHUNK })
  return startsWith(head, ZSTD) ? createZstdDecompress({ chunkSize: CHUNK }) : undefined
}

async function* resume(head: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

/** Yields `bytes` and throws `too-large` as soon as more than `limit` have passed. */
export async function* limited(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0
  for await (const chunk of bytes) {
    total += chunk.length
    if (total > limit) throw new ImportError('too-large', tooLarge(limit))
    yield chunk
  }
}
