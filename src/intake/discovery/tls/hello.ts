import { randomBytes } from 'node:crypto'

/** Protocol versions by their number on the wire. */
export const tlsVersions = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0304,
} as const
export type TlsVersion = keyof typeof tlsVersions

/** What a server answered to a hello. */
export type HelloAnswer =
  | { kind: 'hello'; version: number; suite: number }
  | { kind: 'alert'; description: number }
  /** Not TLS, or nothing whole. */
  | { kind: 'other' }

export interface HelloTerms {
  version: TlsVersion
  suites: readonly number[]
  /** For SNI; an address has none. */
  name?: string
}

const HANDSHAKE = 22
const ALERT = 21
const CLIENT_HELLO = 1
const SERVER_HELLO = 2
const MAX_RECORD = 16_384 + 2_048

/** A client hello that offers one version and these suites (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2). */
export function clientHello({ version, suites, name }: HelloTerms): Buffer {
  const number = tlsVersions[version]
  const legacy = Math.min(number, tlsVersions['TLSv1.2'])
  const body = Buffer.concat([
    u16(legacy),
    randomBytes(32),
    lengthed(1, version === 'TLSv1.3' ? randomBytes(32) : Buffer.alloc(0)),
    // The signalling suite stands for secure renegotiation, which some servers insist on.
    lengthed(2, Buffer.concat([...suites.map(u16), ...(version === 'TLSv1.3' ? [] : [u16(0x00ff)])])),
    lengthed(1, Buffer.from([0])),
    ...(version === 'SSLv3' ? [] : [lengthed(2, extensions(version, name))]),
  ])
  const handshake = Buffer.concat([Buffer.from([CLIENT_HELLO]), lengthed(3, body)])
  return Buffer.concat([Buffer.from([HANDSHAKE]), u16(version === 'SSLv3' ? 0x0300 : 0x0301), lengthed(2, handshake)])
}

function extensions(version: TlsVersion, name: string | undefined): Buffer {
  const groups = [0x001d, 0x0017, 0x0018, 0x0019, 0x0100]
  const schemes = [
    0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0807, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201, 0x0202,
  ]
  const list = [
    extension(10, lengthed(2, Buffer.concat(groups.map(u16)))),
    extension(11, lengthed(1, Buffer.from([0]))),
    extension(13, lengthed(2, Buffer.concat(schemes.map(u16)))),
  ]
  if (name)
    list.unshift(extension(0, lengthed(2, Buffer.concat([Buffer.from([0]), lengthed(2, Buffer.from(name, 'latin1'))]))))
  if (version === 'TLSv1.3') {
    list.push(extension(43, lengthed(1, u16(tlsVersions['TLSv1.3']))))
    list.push(extension(51, lengthed(2, Buffer.concat([u16(0x001d), lengthed(2, randomBytes(32))]))))
  }
  return Buffer.concat(list)
}

/** Length of the first record, 0 while its head is not there; what is no TLS record counts as whole. */
export function recordLength(unread: Buffer): number {
  if (unread.length === 0) return 0
  if (unread[0] !== HANDSHAKE && unread[0] !== ALERT) return unread.length
  if (unread.length < 5) return 0
  return Math.min(5 + unread.readUInt16BE(3), MAX_RECORD)
}

/** Reads the first record of a server. Sound for any bytes. */
export function readHelloAnswer(record: Buffer): HelloAnswer {
  if (record.length < 7 || record[1] !== 3) return { kind: 'other' }
  if (record[0] === ALERT) return { kind: 'alert', description: record[6] ?? 0 }
  const hello = record.subarray(5)
  if (record[0] !== HANDSHAKE || hello[0] !== SERVER_HELLO || hello.length < 4 + 2 + 32 + 1) return { kind: 'other' }
  const session = hello[38] ?? 0
  const at = 39 + session
  if (hello.length < at + 3) return { kind: 'other' }
  const legacy = hello.readUInt16BE(4)
  return { kind: 'hello', version: selectedVersion(hello.subarray(at + 3)) ?? legacy, suite: hello.readUInt16BE(at) }
}

/** Since TLS 1.3 the version stands in an extension. */
function selectedVersion(tail: Buffer): number | undefined {
  for (let at = 2; at + 4 <= tail.length; ) {
    const length = tail.readUInt16BE(at + 2)
    if (tail.readUInt16BE(at) === 43 && length === 2 && at + 6 <= tail.length) return tail.readUInt16BE(at + 4)
    at += 4 + length
  }
  return undefined
}

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff])
}

function lengthed(bytes: 1 | 2 | 3, body: Buffer): Buffer {
  const head = Buffer.alloc(bytes)
  head.writeUIntBE(body.length, 0, bytes)
  return Buffer.concat([head, body])
}

function extension(id: number, body: Buffer): Buffer {
  return Buffer.concat([u16(id), lengthed(2, body)])
}
