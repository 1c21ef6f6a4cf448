import { decodeFully } from './decode-fully.ts'
import type { DnsName } from './name.ts'
import { parseDnsName } from './name.ts'
import { type DnsRecord, type RecordType, recordTypes } from './record.ts'

/** Largest answer over UDP that does not fragment (DNS Flag Day 2020). */
const UDP_PAYLOAD = 1232
const HEADER = 12
const OPT = Buffer.from([0, 0, 41, UDP_PAYLOAD >> 8, UDP_PAYLOAD & 0xff, 0, 0, 0, 0, 0, 0])

export const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const

export interface QueryOptions {
  /** Whether the server is asked to resolve for us. */
  recursion?: boolean
  edns?: boolean
}

/** A query, with the id still to be set in its first two bytes; its question ends where `questionEnd` says. */
export function encodeQuery(name: DnsName, type: RecordType, options: QueryOptions = {}): Buffer {
  const end = questionEnd(name)
  const edns = options.edns ?? true
  const query = Buffer.allocUnsafe(end + (edns ? OPT.length : 0)).fill(0)
  query[2] = (options.recursion ?? true) ? 1 : 0
  query[5] = 1
  writeName(query, name)
  query.writeUInt16BE(recordTypes[type], end - 4)
  query[end - 1] = 1
  if (edns) {
    query[11] = 1
    OPT.copy(query, end)
  }
  return query
}

/** Where the question of a query for this name ends. */
export function questionEnd(name: DnsName): number {
  return HEADER + name.length + 2 + 4
}

/** Labels of ASCII: each dot becomes the length of what follows it. */
function writeName(query: Buffer, name: DnsName): void {
  let place = HEADER
  query.write(name, HEADER + 1, 'latin1')
  for (let at = 0; at <= name.length; at++) {
    if (at < name.length && name.charCodeAt(at) !== 0x2e) continue
    query[place] = HEADER + at - place
    place = HEADER + 1 + at
  }
}

/** Whether a message answers a query: a response with the same id and the same question, whatever the case. */
export function answers(message: Buffer, query: Buffer, end: number): boolean {
  if (message.length < end || message[0] !== query[0] || message[1] !== query[1]) return false
  if ((message[2]! & 0xf8) !== 0x80 || message[4] !== 0 || message[5] !== 1) return false
  for (let at = HEADER; at < end; at++) {
    const [said, asked] = [message[at]!, query[at]!]
    if (said !== asked && !(said >= 0x41 && said <= 0x5a && said + 0x20 === asked)) return false
  }
  return true
}

/** What stands in the head of a message. */
export interface Header {
  rcode: number
  truncated: boolean
  authoritative: boolean
  answerCount: number
  authorityCount: number
}

export function readHeader(message: Buffer): Header {
  return {
    rcode: message[3]! & 0x0f,
    truncated: (message[2]! & 0x02) !== 0,
    authoritative: (message[2]! & 0x04) !== 0,
    answerCount: message.readUInt16BE(6),
    authorityCount: message.readUInt16BE(8),
  }
}

/** Records that a message may hold before the rest is left unread. */
const MOST_RECORDS = 1000

/**
 * The records of the answer section. Addresses and aliases, which are most, are read here without objects for the
 * rest; a message with another type in it is read by dns-packet. `undefined`: it cannot be read.
 */
export function readAnswers(message: Buffer, end: number): DnsRecord[] | undefined {
  try {
    return readAddresses(message, end) ?? decodeFully(message, 'answers')
  } catch {
    return undefined
  }
}

function readAddresses(message: Buffer, end: number): DnsRecord[] | undefined {
  const records: DnsRecord[] = []
  const cursor = { at: end }
  const count = Math.min(message.readUInt16BE(6), MOST_RECORDS)
  for (let index = 0; index < count; index++) {
    const name = readName(message, cursor)
    const [type, ttl] = [message.readUInt16BE(cursor.at), message.readUInt32BE(cursor.at + 4)]
    const length = message.readUInt16BE(cursor.at + 8)
    cursor.at += 10
    const next = cursor.at + length
    if (next > message.length) return undefined
    const record = readRecord(message, cursor.at, type, length)
    if (!record) return undefined
    records.push({ name, ttl, ...record })
    cursor.at = next
  }
  return records
}

function readRecord(
  message: Buffer,
  at: number,
  type: number,
  length: number,
): Omit<DnsRecord, 'name' | 'ttl'> | undefined {
  if (type === recordTypes.A && length === 4)
    return { type: 'A', value: `${message[at]}.${message[at + 1]}.${message[at + 2]}.${message[at + 3]}` }
  if (type !== recordTypes.CNAME) return undefined
  const value = readName(message, { at })
  const target = parseDnsName(value)
  return target ? { type: 'CNAME', value, target } : { type: 'CNAME', value }
}

/** A name that may end in a pointer to an earlier place; pointers go backwards only, so that it ends. */
function readName(message: Buffer, cursor: { at: number }): string {
  let [at, low, resume, text] = [cursor.at, cursor.at, -1, '']
  for (;;) {
    const length = message.readUInt8(at)
    if (length === 0) break
    if (length < 64) {
      if (at + 1 + length > message.length || text.length + length > 255) throw new RangeError('name')
      text += `${text === '' ? '' : '.'}${message.toString('latin1', at + 1, at + 1 + length)}`
      at += 1 + length
      continue
    }
    const target = message.readUInt16BE(at) - 0xc000
    if (target < 0 || target >= low) throw new RangeError('pointer')
    if (resume < 0) resume = at + 2
    at = low = target
  }
  cursor.at = resume < 0 ? at + 1 : resume
  return text.toLowerCase()
}
