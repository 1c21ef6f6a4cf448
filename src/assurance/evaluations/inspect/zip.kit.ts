import { crc32, deflateRawSync, zstdCompressSync } from 'node:zlib'

/** An entry to write. `claims` is the unfolded size that the file tells. */
export interface ZipEntry {
  name: string
  content: string | Buffer
  method?: 0 | 8 | 93 | 12
  flags?: number
  claims?: number
}

/** A zip file as tools write it (PKWARE, APPNOTE): local headers, then the central directory. For tests. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const head = headOf(entry)
    const local = Buffer.concat([
      Buffer.from('PK\x03\x04'),
      head.fields,
      u16(head.name.length),
      u16(0),
      head.name,
      head.packed,
    ])
    central.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        u16(20),
        head.fields,
        ...[u16(head.name.length), u16(0), u16(0), u16(0), u16(0), u32(0), u32(at)],
        head.name,
      ]),
    )
    parts.push(local)
    at += local.length
  }
  const directory = Buffer.concat(central)
  const count = u16(entries.length)
  const end = [Buffer.from('PK\x05\x06'), u16(0), u16(0), count, count, u32(directory.length), u32(at), u16(0)]
  return Buffer.concat([...parts, directory, ...end])
}

function headOf({ name, content, method = 93, flags = 0, claims }: ZipEntry) {
  const bytes = Buffer.from(content)
  const packed = method === 93 ? zstdCompressSync(bytes) : method === 8 ? deflateRawSync(bytes) : bytes
  const sizes = [u32(crc32(bytes)), u32(packed.length), u32(claims ?? bytes.length)]
  return {
    name: Buffer.from(name),
    packed,
    fields: Buffer.concat([u16(20), u16(flags), u16(method), u32(0), ...sizes]),
  }
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
