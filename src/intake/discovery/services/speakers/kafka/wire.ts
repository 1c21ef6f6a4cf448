/** Kafka protocol guide, "The Messages": sizes before each message, integers in network order. */
const CLIENT = 'lunette'
const CORRELATION = 0x4c75
const MOST_APIS = 300
const MOST_BROKERS = 100

export interface Broker {
  host: string
  port: number
}

export function request(api: number, version: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(14 + CLIENT.length)
  head.writeInt32BE(10 + CLIENT.length + body.length, 0)
  head.writeInt16BE(api, 4)
  head.writeInt16BE(version, 6)
  head.writeInt32BE(CORRELATION, 8)
  head.writeInt16BE(CLIENT.length, 12)
  head.write(CLIENT, 14, 'latin1')
  return Buffer.concat([head, body])
}

/** For no topic: an empty list, then what later versions ask for besides, all turned off. */
export function metadataRequest(version: number): Buffer {
  const flags = version >= 8 ? 3 : version >= 4 ? 1 : 0
  return request(3, version, Buffer.alloc(4 + flags))
}

/** Which versions of which request a broker takes; undefined for what is no such answer. */
export function readApiVersions(frame: Buffer): Map<number, { least: number }> | undefined {
  if (frame.length < 14 || frame.readInt32BE(4) !== CORRELATION || frame.readInt16BE(8) !== 0) return undefined
  const count = frame.readInt32BE(10)
  if (count < 1 || count > MOST_APIS || frame.length < 14 + count * 6) return undefined
  const apis = Array.from({ length: count }, (_, index) => 14 + index * 6)
  return new Map(apis.map((at) => [frame.readInt16BE(at), { least: frame.readInt16BE(at + 2) }]))
}

/** The brokers of a cluster; undefined for what is no such answer. */
export function readMetadata(frame: Buffer, version: number): Broker[] | undefined {
  try {
    if (frame.readInt32BE(4) !== CORRELATION) return undefined
    let at = version >= 3 ? 12 : 8
    const count = frame.readInt32BE(at)
    at += 4
    if (count < 0 || count > MOST_BROKERS) return undefined
    const brokers: Broker[] = []
    for (let read = 0; read < count; read++) {
      const length = frame.readInt16BE(at + 4)
      if (length < 0 || length > 255) return undefined
      const host = frame.toString('latin1', at + 6, at + 6 + length)
      const port = frame.readInt32BE(at + 6 + length)
      at += 10 + length
      at += 2 + Math.max(0, frame.readInt16BE(at))
      if (/^[\w.:-]+$/.test(host)) brokers.push({ host, port })
    }
    return brokers
  } catch {
    return undefined
  }
}
