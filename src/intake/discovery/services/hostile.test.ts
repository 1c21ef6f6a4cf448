import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { loopbackPort } from '../conversation/loopback-port.kit.ts'
import { scripted, serve } from '../conversation/server.kit.ts'
import { loadFingerprints } from '../fingerprints/index.ts'
import { inspectService } from './index.ts'

const fingerprints = loadFingerprints()

async function inspect(serveOne: (socket: Socket) => void) {
  const target = await serve(serveOne)
  const before = process.memoryUsage().rss
  const started = performance.now()
  const tools = { port: loopbackPort(), signal: new AbortController().signal, now: Date.now, fingerprints }
  const seen = await inspectService(target, ['www.test.example'], tools)
  return {
    seen,
    seconds: (performance.now() - started) / 1_000,
    megabytes: (process.memoryUsage().rss - before) / 1024 ** 2,
  }
}

/** Writes as long as the peer listens. */
function flood(socket: Socket, head: string, chunk: Buffer): void {
  socket.write(head)
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  }
  socket.on('drain', more)
  more()
}

function drip(socket: Socket, words: string, ms: number): void {
  let at = 0
  const timer = setInterval(() => socket.write(words[at++ % words.length] ?? ' '), ms)
  socket.on('close', () => clearInterval(timer))
}

const zeros = gzipSync(Buffer.alloc(32 * 1024 * 1024))
const peers: Record<string, (socket: Socket) => void> = {
  'says an endless banner': (socket) => flood(socket, '', Buffer.alloc(65_536, 'A')),
  'says endless lines of SMTP': (socket) => flood(socket, '220-mx\r\n', Buffer.from('220-more\r\n'.repeat(1_000))),
  'says an endless SSH preface': (socket) => flood(socket, '', Buffer.from('not yet\r\n'.repeat(1_000))),
  'drips its banner': (socket) => drip(socket, 'SSH-2.0-', 100),
  'drips an answer to HTTP': (socket) =>
    void socket.once('data', () => drip(socket, 'HTTP/1.1 200 OK\r\nX: y\r\n', 100)),
  'resets every connection': (socket) => socket.resetAndDestroy(),
  'resets once it is asked': (socket) => void socket.once('data', () => socket.resetAndDestroy()),
  'promises a record of TLS that never ends': (socket) =>
    flood(socket, '\x16\x03\x03\x40\x00', Buffer.alloc(65_536, 0x16)),
  'answers everything with noise': (socket) => void socket.on('data', () => socket.write(randomBytes(2_048))),
  'sends a packed answer that unfolds without end': (socket) =>
    void socket.on('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zeros.length}\r\n\r\n`)
      socket.write(zeros)
    }),
  'sends ten megabytes of headers': (socket) =>
    void socket.once('data', () =>
      flood(socket, 'HTTP/1.1 200 OK\r\n', Buffer.from(`X-Long: ${'h'.repeat(8_000)}\r\n`.repeat(8))),
    ),
  'sends pages without end': (socket) =>
    void socket.once('data', () =>
      flood(socket, 'HTTP/1.1 200 OK\r\n\r\n', Buffer.from('<a href="/x">'.repeat(5_000))),
    ),
  'redirects in a circle': scripted('', [
    [/^GET \/a /, 'HTTP/1.1 302 x\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n'],
    [/^GET /, 'HTTP/1.1 302 x\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n'],
  ]),
  'redirects to ever new paths': (socket) =>
    void socket.on('data', () =>
      socket.write(`HTTP/1.1 302 x\r\nLocation: /${randomBytes(6).toString('hex')}\r\nContent-Length: 0\r\n\r\n`),
    ),
  'answers every path as if it were there': (socket) =>
    void socket.on('data', () =>
      socket.write(
        'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 33\r\n\r\n<title>App</title><p>one page</p>',
      ),
    ),
}

describe('a peer that', () => {
  it.concurrent.each(Object.entries(peers))(
    '%s costs bounded time and memory, and is wronged by no weakness',
    { timeout: 90_000 },
    async (name, serveOne) => {
      const { seen, seconds, megabytes } = await inspect(serveOne)
      expect(seconds).toBeLessThan(75)
      expect(megabytes).toBeLessThan(300)
      const claimed = seen?.weaknesses
        .map(({ ruleId }) => ruleId)
        .filter((id) => id !== 'no-https-redirect' && id !== 'cleartext-protocol')
      if (name !== 'says endless lines of SMTP') expect(claimed ?? []).toEqual([])
    },
  )
})
