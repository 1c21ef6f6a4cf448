/** A command as OP_MSG: `{ command: 1, $db: "admin" }` (MongoDB wire protocol, BSON 1.1). */
export function opMessage(id: number, command: string): Buffer {
  const extra = command === 'listDatabases' ? boolean('nameOnly', true) : Buffer.alloc(0)
  const body = Buffer.concat([int32(command, 1), extra, string('$db', 'admin'), Buffer.from([0])])
  const document = Buffer.alloc(4)
  document.writeInt32LE(body.length + 4)
  const head = Buffer.alloc(21)
  head.writeInt32LE(21 + 4 + body.length)
  head.writeInt32LE(id, 4)
  head.writeInt32LE(2013, 12)
  return Buffer.concat([head, document, body])
}

const MOST_FIELDS = 100
/** Lengths of values that are passed over, by type. */
const fixed: Readonly<Record<number, number>> = {
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  255: 0,
  127: 0,
}

/** The numbers, texts and truths on the first level of a reply's document. Undefined when it is none; sound for any bytes. */
export function readReply(message: Buffer): Record<string, unknown> | undefined {
  if (message.length < 26 || message.readInt32LE(12) !== 2013 || message[20] !== 0) return undefined
  const fields: Record<string, unknown> = {}
  const end = Math.min(message.length, 21 + message.readInt32LE(21))
  for (let at = 25, count = 0; at < end && message[at] !== 0 && count < MOST_FIELDS; count++) {
    const type = message[at] ?? 0
    const nameEnd = message.indexOf(0, at + 1)
    if (nameEnd < 0 || nameEnd >= end) break
    const name = message.toString('utf8', at + 1, nameEnd)
    const length = valueLength(message, type, nameEnd + 1)
    if (length === undefined || nameEnd + 1 + length > message.length) break
    Object.defineProperty(fields, name, {
      value: fieldValue(message, type, nameEnd + 1, length),
      enumerable: true,
      configurable: true,
      writable: true,
    })
    at = nameEnd + 1 + length
  }
  return fields
}

function valueLength(message: Buffer, type: number, at: number): number | undefined {
  if (type === 0x01) return 8
  const known = fixed[type]
  if (known !== undefined) return known
  if (at + 4 > message.length) return undefined
  const stated = message.readInt32LE(at)
  if (stated < 0 || stated > 200_000) return undefined
  if (type === 0x02) return stated + 4
  if (type === 0x03 || type === 0x04) return stated
  return type === 0x05 ? stated + 5 : undefined
}

function fieldValue(message: Buffer, type: number, at: number, length: number): unknown {
  if (type === 0x01) return message.readDoubleLE(at)
  if (type === 0x02) return message.toString('utf8', at + 4, at + Math.max(4, length - 1))
  if (type === 0x08) return message[at] === 1
  return type === 0x10 ? message.readInt32LE(at) : undefined
}

function int32(name: string, value: number): Buffer {
  const field = Buffer.concat([Buffer.from([0x10]), Buffer.from(`${name}\0`), Buffer.alloc(4)])
  field.writeInt32LE(value, field.length - 4)
  return field
}

function boolean(name: string, value: boolean): Buffer {
  return Buffer.concat([Buffer.from([0x08]), Buffer.from(`${name}\0`), Buffer.from([value ? 1 : 0])])
}

function string(name: string, value: string): Buffer {
  const head = Buffer.concat([Buffer.from([0x02]), Buffer.from(`${name}\0`), Buffer.alloc(4)])
  head.writeInt32LE(value.length + 1, head.length - 4)
  return Buffer.concat([head, Buffer.from(`${value}\0`)])
}
