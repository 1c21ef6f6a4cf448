import { type FileHandle, open } from 'node:fs/promises'
import type { ImportInput } from '../contract.ts'
import { withPrivateCopy } from '../shared/input/private-copy.ts'

const PAGE_BYTES = 4_096
const HEADER_BYTES = 32
const UNIT = 16
const SLOT_MAGIC = Buffer.from('Slot').readUInt32LE()
const BLOB_MAGIC = Buffer.from('BlbS').readUInt32LE()
const MAX_SLOT_PAGES = 2_048

/** First bytes of an ndb package file. */
export const NDB_MAGIC = Buffer.from('RpmP')

/**
 * The header blobs of an ndb `Packages.db` (SUSE), by package number; none for one that is damaged or beyond the limit.
 * Layout: a 32-byte file header that counts the slot pages, 16-byte slots (magic, package, block offset, block count),
 * blobs with a 16-byte header; little-endian. Only the slots and one blob are held at a time.
 */
export async function ndbBlobs(
  input: ImportInput,
  take: (number: number, blob: Uint8Array | undefined) => void,
): Promise<void> {
  await withPrivateCopy(input, { magic: NDB_MAGIC }, async (copy) => {
    const file = await open(copy)
    try {
      for (const { number, at } of await slotsOf(file))
        take(number, await blobAt(file, at, number, input.limits.elementBytes))
    } finally {
      await file.close()
    }
  })
}

async function slotsOf(file: FileHandle): Promise<{ number: number; at: number }[]> {
  const head = await read(file, 0, HEADER_BYTES)
  if (head.length < HEADER_BYTES) return []
  const pages = Math.min(head.readUInt32LE(12), MAX_SLOT_PAGES)
  const table = await read(file, HEADER_BYTES, Math.max(0, pages * PAGE_BYTES - HEADER_BYTES))
  const slots: { number: number; at: number }[] = []
  for (let at = 0; at + UNIT <= table.length; at += UNIT) {
    if (table.readUInt32LE(at) !== SLOT_MAGIC) continue
    const number = table.readUInt32LE(at + 4)
    if (number !== 0) slots.push({ number, at: table.readUInt32LE(at + 8) * UNIT })
  }
  return slots
}

async function blobAt(file: FileHandle, at: number, number: number, mostBytes: number): Promise<Buffer | undefined> {
  const head = await read(file, at, UNIT)
  if (head.length < UNIT || head.readUInt32LE() !== BLOB_MAGIC || head.readUInt32LE(4) !== number) return undefined
  const length = head.readUInt32LE(12)
  if (length > mostBytes) return undefined
  const blob = await read(file, at + UNIT, length)
  return blob.length === length ? blob : undefined
}

/** Fewer bytes where the file ends. */
async function read(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.min(length, Math.max(0, (await file.stat()).size - at)))
  const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
  return buffer.subarray(0, bytesRead)
}
