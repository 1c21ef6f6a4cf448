import { plainText } from '../../../conversation/index.ts'

const TXT = 16
const CHAOS = 3

export interface VersionAnswer {
  /** The text, where the server tells it. */
  text?: string
  /** The server says that it answers recursive queries. */
  recursion: boolean
}

/** A query for a TXT record of class CHAOS, which name servers answer about themselves (RFC 4892). */
export function versionQuery(id: number, name: string): Buffer {
  const labels = name
    .split('.')
    .map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')]))
  return Buffer.concat([
    Buffer.from([id >> 8, id & 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ...labels,
    Buffer.from([0, 0, TXT, 0, CHAOS]),
  ])
}

/** Reads the answer to it. Undefined when it is no answer to this query; sound for any bytes. */
export function readVersionAnswer(message: Buffer, id: number): VersionAnswer | undefined {
  if (message.length < 12 || message.readUInt16BE(0) !== id || ((message[2] ?? 0) & 0x80) === 0) return undefined
  const recursion = ((message[3] ?? 0) & 0x80) !== 0
  let at = 12
  for (let questions = message.readUInt16BE(4); questions > 0 && questions < 4; questions--)
    at = skipName(message, at) + 4
  for (let answers = Math.min(message.readUInt16BE(6), 8); answers > 0; answers--) {
    at = skipName(message, at)
    if (at + 10 > message.length) break
    const [type, length] = [message.readUInt16BE(at), message.readUInt16BE(at + 8)]
    const data = message.subarray(at + 10, at + 10 + length)
    const text = type === TXT ? plainText(data.subarray(1, 1 + (data[0] ?? 0)), 255) : ''
    if (text !== '') return { text, recursion }
    at += 10 + length
  }
  return { recursion }
}

/** Behind a name: labels, or a pointer that ends it. */
function skipName(message: Buffer, from: number): number {
  let at = from
  while (at < message.length) {
    const length = message[at] ?? 0
    if (length === 0) return at + 1
    if (length >= 0xc0) return at + 2
    at += length + 1
  }
  return at
}
