const PAGE_BYTES = 4_096
const HEADER_BYTES = 32
const UNIT = 16
const SLOT_MAGIC = Buffer.from('Slot').readUInt32LE()
const BLOB_MAGIC = Buffer.from('BlbS').readUInt32LE()
const MAX_SLOT_PAGES = 2_048

/** First bytes of an ndb package file. */
export const NDB_MAGIC = Buffer.from('RpmP')

/**
 * The header blobs of an ndb `Packages.db` (SUSE), by package number. Layout: a 32-byte file header that counts the
 * slot pages, 16-byte slots (magic, package, block offset, block count), blobs with a 16-byte header; little-endian.
 */
export function* ndbBlobs(file: Buffer): Generator<{ number: number; blob: Uint8Array | undefined }> {
  if (file.length < HEADER_BYTES) return
  const pages = Math.min(file.readUInt32LE(12), MAX_SLOT_PAGES)
  const end = Math.min(pages * PAGE_BYTES, file.length - UNIT + 1)
  for (let at = HEADER_BYTES; at < end; at += UNIT) {
    if (file.readUInt32LE(at) !== SLOT_MAGIC) continue
    const number = file.readUInt32LE(at + 4)
    if (number !== 0) yield { number, blob: blobAt(file, file.readUInt32LE(at + 8) * UNIT, number) }
  }
}

function blobAt(file: Buffer, at: number, number: number): Uint8Array | undefined {
  if (at + UNIT > file.length || file.readUInt32LE(at) !== BLOB_MAGIC || file.readUInt32LE(at + 4) !== number)
    return undefined
  const length = file.readUInt32LE(at + 12)
  return at + UNIT + length <= file.length ? file.subarray(at + UNIT, at + UNIT + length) : undefined
}
