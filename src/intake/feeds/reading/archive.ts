import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import type { FeedLimits } from '../contract.ts'
import { FeedError } from './feed-error.ts'

const openZip = promisify<string, yauzl.Options, ZipFile>(yauzl.open)

/** The entries of a zip file whose name passes `wanted`, one after the other, within limits. Paths are never used on disk. */
export async function* zipEntries(
  path: string,
  wanted: (name: string) => boolean,
  limits: FeedLimits,
): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const zip = await opened(path)
  try {
    if (zip.entryCount > limits.entries)
      throw new FeedError('too-many-entries', `the zip file has more than ${limits.entries} entries`)
    let total = 0
    for await (const entry of entriesOf(zip)) {
      total += entry.uncompressedSize
      if (total > limits.bytes)
        throw new FeedError('too-large', `the zip file unfolds to more than ${limits.bytes} bytes`)
      if (!wanted(entry.fileName)) continue
      checkEntry(entry, limits)
      yield { name: entry.fileName, bytes: await bytesOf(zip, entry) }
    }
  } catch (cause) {
    throw corrupt(cause)
  } finally {
    zip.close()
  }
}

function checkEntry(entry: Entry, limits: FeedLimits): void {
  if (entry.uncompressedSize > limits.recordBytes)
    throw new FeedError('record-too-large', `${entry.fileName} is larger than ${limits.recordBytes} bytes`)
  checkRatio(entry, limits)
}

function checkRatio(entry: Entry, limits: FeedLimits): void {
  if (
    entry.uncompressedSize > 1024 * 1024 &&
    entry.uncompressedSize > limits.ratio * Math.max(1, entry.compressedSize)
  ) {
    throw new FeedError(
      'bomb',
      `${entry.fileName} unfolds to more than ${limits.ratio} times its size: refused as a decompression bomb`,
    )
  }
}

/** Writes the one zip file that a zip file consists of to `to` and gives that path; `undefined` when it holds anything else. */
export async function unpackInner(path: string, to: string, limits: FeedLimits): Promise<string | undefined> {
  const zip = await opened(path)
  try {
    if (zip.entryCount !== 1) return undefined
    for await (const entry of entriesOf(zip)) {
      if (!/\.zip$/i.test(entry.fileName)) return undefined
      if (entry.uncompressedSize > limits.bytes)
        throw new FeedError('too-large', `the zip file unfolds to more than ${limits.bytes} bytes`)
      checkRatio(entry, limits)
      await pipeline(await streamOf(zip, entry), createWriteStream(to))
      return to
    }
    return undefined
  } catch (cause) {
    throw corrupt(cause)
  } finally {
    zip.close()
  }
}

function opened(path: string): Promise<ZipFile> {
  return openZip(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }).catch((cause: unknown) => {
    throw new FeedError('corrupt', `the zip file cannot be read: ${(cause as Error).message}`, cause)
  })
}

function corrupt(cause: unknown): FeedError {
  if (cause instanceof FeedError) return cause
  return new FeedError('corrupt', `the zip file is corrupt: ${(cause as Error).message}`, cause)
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      const done = (value: Entry | undefined) => {
        zip.off('entry', done)
        zip.off('end', ended)
        zip.off('error', reject)
        resolve(value)
      }
      const ended = () => done(undefined)
      zip.once('entry', done)
      zip.once('end', ended)
      zip.once('error', reject)
      zip.readEntry()
    })
    if (!entry) return
    if (!entry.fileName.endsWith('/')) yield entry
  }
}

async function bytesOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const stream = await streamOf(zip, entry)
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function streamOf(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return promisify(
    zip.openReadStream.bind(zip) as (
      entry: Entry,
      done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
    ) => void,
  )(entry)
}
