import { randomInt } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { Result } from '#core/kernel'
import { answers } from './message.ts'
import type { Exchanged } from './udp-server.ts'

/** Bounds of what one connection may send. */
export interface StreamBounds {
  timeoutMs: number
  mostBytes: number
}

/** Asks one question over TCP (RFC 7766) and waits for its answer. */
export async function exchangeOverTcp(
  connect: () => Promise<Result<Duplex>>,
  query: Buffer,
  end: number,
  timeoutMs: number,
): Promise<Exchanged> {
  query.writeUInt16BE(randomInt(0x10000), 0)
  for await (const message of messagesOverTcp(connect, query, { timeoutMs, mostBytes: 0x10002 }))
    if (typeof message === 'string' || answers(message, query, end)) return message
  return 'unreachable'
}

/** Asks one question over TCP and gives every message that comes, without judging them, until time or bytes are spent. */
export async function* messagesOverTcp(
  connect: () => Promise<Result<Duplex>>,
  query: Buffer,
  { timeoutMs, mostBytes }: StreamBounds,
): AsyncGenerator<Exchanged> {
  const connected = await connect()
  if (!connected.ok) {
    yield connected.error.code === 'timeout'
      ? 'timeout'
      : connected.error.code === 'stopped'
        ? 'stopped'
        : 'unreachable'
    return
  }
  const stream = connected.value
  const timer = setTimeout(() => stream.destroy(new Error('timeout')), timeoutMs)
  try {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(query.length)
    stream.write(Buffer.concat([length, query]))
    yield* framed(stream, mostBytes)
  } catch {
    yield 'timeout'
  } finally {
    clearTimeout(timer)
    stream.on('error', () => {})
    stream.destroy()
  }
}

/** Messages with their length in front. */
async function* framed(stream: Duplex, mostBytes: number): AsyncGenerator<Buffer> {
  let [held, read]: [Buffer, number] = [Buffer.alloc(0), 0]
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    read += chunk.length
    if (read > mostBytes) return
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    while (held.length >= 2 && held.length >= 2 + held.readUInt16BE(0)) {
      const end = 2 + held.readUInt16BE(0)
      yield held.subarray(2, end)
      held = held.subarray(end)
    }
  }
}
