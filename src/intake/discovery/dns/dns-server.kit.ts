import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { type Answer, decode, encode, type Question } from 'dns-packet'
import type { ProbeTarget } from '#core/kernel'

/** What a test server answers; `undefined`: nothing at all. Bytes are sent as they are. */
export interface Reply {
  rcode?: number
  answers?: Answer[]
  authorities?: Answer[]
  truncated?: boolean
  authoritative?: boolean
}

export interface Asked extends Question {
  transport: 'udp' | 'tcp'
  edns: boolean
  bytes: Buffer
}

export interface DnsServer {
  target: ProbeTarget
  asked: Asked[]
  close(): Promise<void>
}

const RESPONSE = 0x8000

/** A name server on loopback that answers as a test says. */
export async function dnsServer(
  answer: (asked: Asked) => Reply | Buffer | Buffer[] | undefined,
  address = '127.0.0.1',
  port = 0,
): Promise<DnsServer> {
  const asked: Asked[] = []
  const answered = (bytes: Buffer, transport: Asked['transport']): Buffer[] => {
    const query = decode(bytes)
    const [question] = query.questions ?? []
    if (!question) return []
    const one: Asked = { ...question, transport, bytes, edns: (query.additionals ?? []).length > 0 }
    asked.push(one)
    const reply = answer(one)
    if (reply === undefined) return []
    if (Buffer.isBuffer(reply)) return [reply]
    return Array.isArray(reply) ? reply : [encodeReply(query.id ?? 0, question, reply)]
  }
  const open = () => listeners(answered, address, port)
  const { tcp, udp } = await open().catch((error) => (port === 0 && isTaken(error) ? open() : Promise.reject(error)))
  const bound = udp.address().port
  const close = () =>
    new Promise<void>((resolve) => {
      udp.close()
      tcp.close(() => resolve())
    })
  return { target: { address, port: bound }, asked, close }
}

type Listeners = { tcp: Server; udp: Socket }

/** TCP and UDP on one port. The system picks it for TCP alone, so another's datagrams may already be there. */
async function listeners(
  answered: (bytes: Buffer, transport: Asked['transport']) => Buffer[],
  address: string,
  port: number,
): Promise<Listeners> {
  const tcp = createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', (data) => {
      for (const message of answered(data.subarray(2), 'tcp')) socket.write(framed(message))
    })
  })
  const udp = createSocket('udp4', (message, from) => {
    for (const bytes of answered(message, 'udp')) udp.send(bytes, from.port, from.address)
  })
  try {
    tcp.listen(port, address)
    await once(tcp, 'listening')
    udp.bind((tcp.address() as AddressInfo).port, address)
    await once(udp, 'listening')
    return { tcp, udp }
  } catch (error) {
    tcp.close()
    udp.close()
    throw error
  }
}

function isTaken(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}

export function encodeReply(id: number, question: Question, reply: Reply): Buffer {
  const flags = (reply.rcode ?? 0) | (reply.truncated ? 0x200 : 0) | (reply.authoritative ? 0x400 : 0) | 0x80
  return encode({
    type: 'response',
    id,
    flags: flags | RESPONSE,
    questions: [question],
    answers: reply.answers ?? [],
    authorities: reply.authorities ?? [],
  })
}

function framed(message: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  return Buffer.concat([length, message])
}

/** A zone in lines: `www A 192.0.2.1`, `* A 192.0.2.9`, `@ TXT "text"`; names below `origin`, or in full with a last dot. */
export function zoneAnswers(zones: Readonly<Record<string, string>>): (asked: Question) => Reply {
  const records = Object.entries(zones).flatMap(([origin, lines]) => parseZone(origin, lines))
  const names = new Map<string, Answer[]>()
  for (const record of records) names.set(record.name, [...(names.get(record.name) ?? []), record])
  return (asked) => answerFrom(names, asked)
}

function answerFrom(names: ReadonlyMap<string, Answer[]>, { name: asked, type }: Question): Reply {
  const answers: Answer[] = []
  for (let name = asked.toLowerCase(), hops = 0; hops < 20; hops++) {
    const found = names.get(name) ?? wildcardAt(names, name)
    if (!found) return { rcode: hasBelow(names, name) ? 0 : 3, answers }
    const alias = found.find((record) => record.type === 'CNAME')
    if (!alias || type === 'CNAME') return { answers: [...answers, ...found.filter((record) => record.type === type)] }
    answers.push(alias)
    name = String((alias as { data: unknown }).data)
  }
  return { answers }
}

/** The closest name above that exists decides (RFC 4592). */
function wildcardAt(names: ReadonlyMap<string, Answer[]>, name: string): Answer[] | undefined {
  if (hasBelow(names, name)) return undefined
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) {
    const above = name.slice(at + 1)
    const found = names.get(`*.${above}`)
    if (found) return found.map((record) => ({ ...record, name }) as Answer)
    if (names.has(above) || hasBelow(names, above)) return undefined
  }
  return undefined
}

function hasBelow(names: ReadonlyMap<string, Answer[]>, name: string): boolean {
  for (const one of names.keys()) if (one.endsWith(`.${name}`)) return true
  return false
}

function parseZone(origin: string, lines: string): (Answer & { name: string })[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [label = '', type = '', ...rest] = line.split(/\s+/)
      return { name: fullName(label, origin), type, ttl: 300, data: dataOf(type, rest, origin) } as Answer & {
        name: string
      }
    })
}

function fullName(label: string, origin: string): string {
  if (label === '@') return origin
  return label.endsWith('.') ? label.slice(0, -1) : `${label}.${origin}`
}

function dataOf(type: string, rest: string[], origin: string): unknown {
  const [first = '', second = ''] = rest
  switch (type) {
    case 'MX':
      return { preference: Number(first), exchange: fullName(second, origin) }
    case 'SRV':
      return {
        priority: Number(first),
        weight: Number(second),
        port: Number(rest[2]),
        target: fullName(rest[3] ?? '', origin),
      }
    case 'CAA':
      return { flags: Number(first), tag: second, value: rest[2] ?? '' }
    case 'SOA':
      return {
        mname: `ns.${origin}`,
        rname: `hostmaster.${origin}`,
        serial: 1,
        refresh: 1,
        retry: 1,
        expire: 1,
        minimum: 60,
      }
    case 'NSEC':
      return { nextDomain: fullName(first, origin), rrtypes: rest.slice(1) }
    case 'TXT':
      return rest.join(' ').replace(/^"|"$/g, '')
    case 'A':
    case 'AAAA':
      return first
    default:
      return fullName(first, origin)
  }
}
