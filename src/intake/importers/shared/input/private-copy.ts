import { type BigIntStats, createWriteStream } from 'node:fs'
import { copyFile, mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportInput } from '../../contract.ts'
import { limited } from './decompress.ts'
import { ImportError, tooLarge } from './import-error.ts'

/** A file is copied again when it was written to meanwhile, so often. */
const MOST_COPIES = 5

/**
 * Gives the work a copy of the input in a folder of its own, with the files beside it that belong to it (`-wal`), and
 * removes it afterwards. What is on disk as it is given is copied, not read through memory; all of it at one moment.
 */
export async function withPrivateCopy<T>(
  input: ImportInput,
  { magic, companions = [] }: { magic: Buffer; companions?: readonly string[] },
  work: (copy: string) => T | Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lunette-copy-'))
  const copy = join(folder, 'copy')
  try {
    if (input.file !== undefined && (await startsWith(input.file, magic)))
      await copyTogether(input.file, companions, copy, input.limits.databaseBytes)
    else await pipeline(Readable.from(limited(input.bytes(), input.limits.databaseBytes)), createWriteStream(copy))
    return await work(copy)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function startsWith(file: string, magic: Buffer): Promise<boolean> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0)
    return buffer.subarray(0, bytesRead).equals(magic)
  } finally {
    await handle.close()
  }
}

async function copyTogether(file: string, companions: readonly string[], copy: string, limit: number): Promise<void> {
  const suffixes = ['', ...companions]
  for (let tries = 0; tries < MOST_COPIES; tries++) {
    const before = await Promise.all(suffixes.map((suffix) => stateOf(`${file}${suffix}`)))
    const bytes = before.reduce((total, found) => total + Number(found?.size ?? 0), 0)
    if (bytes > limit) throw new ImportError('too-large', tooLarge(limit))
    for (const [index, suffix] of suffixes.entries())
      if (before[index]) await copyFile(`${file}${suffix}`, `${copy}${suffix}`)
      else await rm(`${copy}${suffix}`, { force: true })
    const after = await Promise.all(suffixes.map((suffix) => stateOf(`${file}${suffix}`)))
    if (after.every((found, index) => isSame(found, before[index]))) return
  }
  throw new ImportError('in-use', 'The file is being written to all the time. Try again when that is done.')
}

function stateOf(file: string): Promise<BigIntStats | undefined> {
  return stat(file, { bigint: true }).catch(() => undefined)
}

function isSame(a: BigIntStats | undefined, b: BigIntStats | undefined): boolean {
  return a?.size === b?.size && a?.mtimeNs === b?.mtimeNs && a?.ino === b?.ino
}
