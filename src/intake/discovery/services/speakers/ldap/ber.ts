import { plainText } from '../../../conversation/index.ts'

/** A search of the root entry, base scope, for what it says of the server. */
export const rootSearch = message(1, 0x63, [
  tlv(0x04, Buffer.alloc(0)),
  tlv(0x0a, Buffer.from([0])),
  tlv(0x0a, Buffer.from([0])),
  tlv(0x02, Buffer.from([1])),
  tlv(0x02, Buffer.from([3])),
  tlv(0x01, Buffer.from([0])),
  tlv(0x87, Buffer.from('objectClass')),
  tlv(0x30, Buffer.concat(['*', '+'].map((name) => tlv(0x04, Buffer.from(name))))),
])

const MOST_VALUES = 200

/** Length of the first element (BER, X.690), 0 while its head is not whole; at most 64 KB. */
export function tlvLength(unread: Buffer): number {
  if (unread.length < 2) return 0
  const head = headAt(unread, 0)
  return head ? Math.min(head.start + head.length, 64 * 1024) : unread.length < 6 ? 0 : unread.length
}

/** Attributes of a SearchResultEntry; empty for a SearchResultDone. Undefined for other messages. Sound for any bytes. */
export function readAttributes(bytes: Buffer): [string, string][] | undefined {
  const envelope = headAt(bytes, 0)
  const id = envelope && headAt(bytes, envelope.start)
  const operation = id && headAt(bytes, id.start + id.length)
  if (!operation || bytes[id.start - 2] !== 0x02) return undefined
  const tag = bytes[id.start + id.length]
  if (tag === 0x65) return []
  if (tag !== 0x64) return undefined
  const name = headAt(bytes, operation.start)
  const list = name && headAt(bytes, name.start + name.length)
  return list ? attributesIn(bytes, list.start, list.start + list.length) : []
}

function attributesIn(bytes: Buffer, from: number, to: number): [string, string][] {
  const attributes: [string, string][] = []
  for (let at = from; at < to && attributes.length < MOST_VALUES; ) {
    const attribute = headAt(bytes, at)
    const type = attribute && headAt(bytes, attribute.start)
    const values = type && headAt(bytes, type.start + type.length)
    if (!attribute || !values) break
    const name = plainText(bytes.subarray(type.start, type.start + type.length), 60)
    for (
      let value = headAt(bytes, values.start), place = values.start;
      value && place < values.start + values.length;
    ) {
      if (attributes.length >= MOST_VALUES) break
      attributes.push([name, plainText(bytes.subarray(value.start, value.start + value.length), 200)])
      place = value.start + value.length
      value = headAt(bytes, place)
    }
    at = attribute.start + attribute.length
  }
  return attributes
}

function headAt(bytes: Buffer, at: number): { start: number; length: number } | undefined {
  const first = bytes[at + 1]
  if (first === undefined) return undefined
  if (first < 0x80) return { start: at + 2, length: first }
  const count = first & 0x7f
  if (count === 0 || count > 4 || at + 2 + count > bytes.length) return undefined
  return { start: at + 2 + count, length: bytes.readUIntBE(at + 2, count) }
}

function message(id: number, tag: number, parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat([tlv(0x02, Buffer.from([id])), tlv(tag, Buffer.concat(parts))]))
}

function tlv(tag: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag, value.length]), value])
}
