import { createSocket, type Socket } from 'node:dgram'
import { setTimeout as pause } from 'node:timers/promises'
import { type DatagramChannel, err, ok, type ProbeTarget, type Problem, problem, type Result } from '#core/kernel'
import { parseAddress } from '#core/network'
import { codeOf, isPassing, LOCAL_TRIES, pauseMs, place } from './dial.ts'

/** A socket that only this peer's datagrams come from. */
export async function openDatagrams(target: ProbeTarget): Promise<Result<Socket>> {
  for (let tried = 1; ; tried++) {
    const socket = createSocket(parseAddress(target.address)?.family === 6 ? 'udp6' : 'udp4')
    const failure = await connected(socket, target)
    if (!failure) return ok(socket)
    socket.close()
    if (tried === LOCAL_TRIES || !isPassing(failure)) {
      const words = `${place(target)} cannot be asked (${failure.code ?? failure.message})`
      return err(problem(codeOf(failure), words, failure))
    }
    await pause(pauseMs(tried))
  }
}

function connected(socket: Socket, { address, port }: ProbeTarget): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    socket.once('error', resolve)
    try {
      socket.connect(port, address, () => {
        socket.off('error', resolve)
        resolve(undefined)
      })
    } catch (error) {
      resolve(error as NodeJS.ErrnoException)
    }
  })
}

/** A conversation that can be cut from outside; `send` is told whether it is over. */
export interface CuttableChannel extends DatagramChannel {
  cut(why: Problem): void
}

type Send = (datagram: Uint8Array, socket: Socket, ends: AbortSignal) => Promise<Problem | undefined>

/** Wraps a connected socket. `sending` decides of each datagram whether and when it goes out. */
export function channelOf(socket: Socket, sending: Send, closed: () => void = () => {}): CuttableChannel {
  const ends = new AbortController()
  const hear = { message: (_datagram: Buffer) => {}, error: (_error: Error) => {} }
  const close = () => {
    if (ends.signal.aborted) return
    ends.abort()
    socket.close()
    closed()
  }
  const failed = (trouble: Problem) => {
    if (!ends.signal.aborted) hear.error(coded(trouble))
  }
  socket.on('message', (datagram) => hear.message(datagram))
  socket.on('error', (error) => hear.error(error))
  return {
    send: (datagram) => void sending(datagram, socket, ends.signal).then((trouble) => trouble && failed(trouble)),
    onMessage: (listener) => {
      hear.message = listener
    },
    onError: (listener) => {
      hear.error = listener
    },
    close,
    cut(why) {
      close()
      hear.error(coded(why))
    },
  }
}

/** Hands a datagram to the system; what is wrong with it there. */
export function sendOn(socket: Socket, datagram: Uint8Array): Promise<Problem | undefined> {
  return new Promise((resolve) => {
    socket.send(datagram, (error) => resolve(error ? problem(codeOf(error), error.message, error) : undefined))
  })
}

function coded({ code, message }: Problem): Error {
  return Object.assign(new Error(message), { code })
}
