import { randomInt } from 'node:crypto'
import type { ProbePort, ProbeTarget } from '#core/kernel'
import { decodeFully } from './decode-fully.ts'
import { answers, encodeQuery, questionEnd, rcodes, readHeader } from './message.ts'
import type { DnsName } from './name.ts'
import type { DnsRecord, RecordType } from './record.ts'
import { messagesOverTcp } from './tcp-exchange.ts'

const TIMEOUT_MS = 1500
const TRIES = 2

/** What one authoritative server said; `undefined`: nothing. */
export interface DirectAnswer {
  rcode: number
  authoritative: boolean
  answers: DnsRecord[]
  authorities: DnsRecord[]
}

/** Asks one server what it knows itself, over UDP. The port decides whether it may be asked at all. */
export async function askServer(
  port: ProbePort,
  server: ProbeTarget,
  name: DnsName,
  type: RecordType,
  signal: AbortSignal,
): Promise<DirectAnswer | undefined> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const message = await exchange(
      port,
      server,
      encodeQuery(name, type, { recursion: false }),
      questionEnd(name),
      signal,
    )
    if (message) return readDirect(message)
  }
  return undefined
}

async function exchange(
  port: ProbePort,
  server: ProbeTarget,
  query: Buffer,
  end: number,
  signal: AbortSignal,
): Promise<Buffer | undefined> {
  const opened = await port.datagrams(server, { timeoutMs: TIMEOUT_MS, signal })
  if (!opened.ok) return undefined
  const channel = opened.value
  query.writeUInt16BE(randomInt(0x10000), 0)
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve) => {
      timer = setTimeout(() => resolve(undefined), TIMEOUT_MS)
      channel.onMessage((message) => answers(message, query, end) && resolve(message))
      channel.onError(() => resolve(undefined))
      channel.send(query)
    })
  } finally {
    clearTimeout(timer)
    channel.close()
  }
}

function readDirect(message: Buffer): DirectAnswer | undefined {
  const { rcode, authoritative } = readHeader(message)
  try {
    const [said, authorities] = [decodeFully(message, 'answers'), decodeFully(message, 'authorities')]
    return { rcode, authoritative, answers: said, authorities }
  } catch {
    return undefined
  }
}

export interface TransferBounds {
  timeoutMs: number
  mostBytes: number
  mostRecords: number
}

/** How a transfer went: refused, or what came of the zone and whether it came to its end. */
export type Transfer = { given: false; why: string } | { given: true; records: DnsRecord[]; whole: boolean }

/** Asks one server for a whole zone (RFC 5936): it begins and ends with the zone's SOA. */
export async function transferZone(
  port: ProbePort,
  server: ProbeTarget,
  zone: DnsName,
  bounds: TransferBounds,
  signal: AbortSignal,
): Promise<Transfer> {
  const query = encodeQuery(zone, 'AXFR', { recursion: false, edns: false })
  query.writeUInt16BE(randomInt(0x10000), 0)
  const connect = () => port.connect(server, { timeoutMs: TIMEOUT_MS, signal })
  const records: DnsRecord[] = []
  for await (const message of messagesOverTcp(connect, query, bounds)) {
    if (typeof message === 'string')
      return records.length > 0 ? { given: true, records, whole: false } : { given: false, why: message }
    const read = readTransfer(message, query)
    if (!read) return records.length > 0 ? { given: true, records, whole: false } : { given: false, why: 'refused' }
    if (records.length === 0 && read[0]?.type !== 'SOA') return { given: false, why: 'malformed' }
    records.push(...read)
    if (records.length > bounds.mostRecords)
      return { given: true, records: records.slice(0, bounds.mostRecords), whole: false }
    if (records.length > 1 && read.at(-1)?.type === 'SOA') return { given: true, records, whole: true }
  }
  return records.length > 0 ? { given: true, records, whole: false } : { given: false, why: 'closed' }
}

function readTransfer(message: Buffer, query: Buffer): DnsRecord[] | undefined {
  if (message.length < 12 || message[0] !== query[0] || message[1] !== query[1]) return undefined
  if (readHeader(message).rcode !== rcodes.NOERROR) return undefined
  try {
    return decodeFully(message, 'answers')
  } catch {
    return undefined
  }
}
