import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

/** Answers A, CNAME and TXT questions from tables; everything else has no data, and what is absent does not exist. */
export interface NameServer {
  /** `127.0.0.1:port` */
  server: string
  a: Map<string, string[]>
  cname: Map<string, string>
  txt: Map<string, string[]>
  absent: Set<string>
  /** How many questions came. */
  asked(): number
  close(): Promise<void>
}

const TYPES = { a: 1, cname: 5, txt: 16 }

export async function nameServer(): Promise<NameServer> {
  const socket: Socket = createSocket('udp4')
  const tables = { a: new Map<string, string[]>(), cname: new Map<string, string>(), txt: new Map<string, string[]>() }
  const absent = new Set<string>()
  let asked = 0
  socket.on('message', (question, from) => {
    asked++
    socket.send(answerTo(question, { ...tables, absent }), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const close = () => new Promise<void>((resolve) => socket.close(() => resolve()))
  return { server: `127.0.0.1:${socket.address().port}`, ...tables, absent, asked: () => asked, close }
}

function wireName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}

function answerTo(question: Buffer, tables: Pick<NameServer, 'a' | 'cname' | 'txt' | 'absent'>): Buffer {
  const labels: string[] = []
  let at = 12
  for (; question[at] !== 0; at += question[at]! + 1)
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]!))
  const type = question.readUInt16BE(at + 1)
  const name = labels.join('.').toLowerCase()
  const data = [
    ...(type === TYPES.a
      ? (tables.a.get(name) ?? []).map((address) => Buffer.from(address.split('.').map(Number)))
      : []),
    ...(type === TYPES.cname && tables.cname.has(name) ? [wireName(tables.cname.get(name)!)] : []),
    ...(type === TYPES.txt
      ? (tables.txt.get(name) ?? []).map((text) => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]))
      : []),
  ]
  const head = Buffer.alloc(12)
  question.copy(head, 0, 0, 2)
  head.writeUInt16BE(tables.absent.has(name) ? 0x8183 : 0x8180, 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(data.length, 6)
  const records = data.map((value) => {
    const record = Buffer.alloc(12)
    record.writeUInt16BE(0xc00c, 0)
    record.writeUInt16BE(type, 2)
    record.writeUInt16BE(1, 4)
    record.writeUInt32BE(60, 6)
    record.writeUInt16BE(value.length, 10)
    return Buffer.concat([record, value])
  })
  return Buffer.concat([head, question.subarray(12, at + 5), ...records])
}
