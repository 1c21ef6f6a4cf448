import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ProbeTarget } from '#core/kernel'

/** A server of a test on a loopback port of its own; closed with all its connections when the test ends. */
export async function serve(serveOne: (socket: Socket) => void, address = '127.0.0.1', port = 0): Promise<ProbeTarget> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    serveOne(socket)
  })
  server.listen(port, address)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { address, port: portOf(server) }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}

/** Answers each message with what the script says to it; `greeting` comes first. */
export function scripted(greeting: string | Buffer, replies: readonly (readonly [RegExp, string | Buffer])[]) {
  return (socket: Socket): void => {
    if (greeting.length > 0) socket.write(bytesOf(greeting))
    socket.on('data', (data) => {
      const said = data.toString('latin1')
      const reply = replies.find(([pattern]) => pattern.test(said))?.[1]
      if (reply === undefined) socket.end()
      else if (reply.length > 0) socket.write(bytesOf(reply))
    })
  }
}

function bytesOf(words: string | Buffer): Buffer {
  return typeof words === 'string' ? Buffer.from(words, 'latin1') : words
}
