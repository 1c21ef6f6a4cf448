import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { FeedLimits } from '../contract.ts'
import { FeedError } from './feed-error.ts'

const CHUNK_BYTES = 512 * 1024

/** What a file is by its first bytes; names lie. */
export type Container = 'gzip' | 'zstd' | 'zip' | 'plain'

/** Reads the first bytes of a file and says what it is. Problem: `empty`. */
export async function sniff(path: string): Promise<{ container: Container; head: Buffer }> {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(512)
    const { bytesRead } = await file.read(head, 0, head.length, 0)
    if (bytesRead === 0) throw new FeedError('empty', 'the file is empty')
    return { container: containerOf(head), head: head.subarray(0, bytesRead) }
  } finally {
    await file.close()
  }
}

function containerOf(head: Buffer): Container {
  if (head.readUInt16BE(0) === 0x1f8b) return 'gzip'
  if (head.readUInt32LE(0) === 0xfd2fb528) return 'zstd'
  if (head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50) return 'zip'
  return 'plain'
}

/** The decompressed bytes of a plain, gzip or zstd file, within limits. Problems: `corrupt`, `too-large`, `bomb`. */
export async function* decompressed(
  path: string,
  container: Container,
  limits: FeedLimits,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const meter = new Meter(limits)
  const source = createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal && { signal }) })
  source.on('data', (chunk) => {
    meter.compressed += chunk.length
  })
  const stream = container === 'plain' ? source : pipeline(source, decoder(container), () => {})
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      meter.add(chunk.length, container !== 'plain')
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof FeedError || signal?.aborted) throw cause
    throw new FeedError('corrupt', `the file is truncated or corrupt: ${(cause as Error).message}`, cause)
  } finally {
    source.destroy()
  }
}

function decoder(container: Container): Transform {
  return container === 'zstd'
    ? createZstdDecompress({ chunkSize: CHUNK_BYTES })
    : createGunzip({ chunkSize: CHUNK_BYTES })
}

/** Counts bytes against the limits: a small file must not unfold without end. */
class Meter {
  compressed = 0
  total = 0
  readonly #limits: FeedLimits

  constructor(limits: FeedLimits) {
    this.#limits = limits
  }

  add(bytes: number, unfolded: boolean): void {
    this.total += bytes
    const { bytes: most, ratio, ratioFrom } = this.#limits
    if (this.total > most) throw new FeedError('too-large', `the file unfolds to more than ${most} bytes`)
    if (unfolded && this.total > ratioFrom && this.total > ratio * Math.max(1, this.compressed)) {
      throw new FeedError(
        'bomb',
        `the file unfolds to more than ${ratio} times its size: refused as a decompression bomb`,
      )
    }
  }
}
