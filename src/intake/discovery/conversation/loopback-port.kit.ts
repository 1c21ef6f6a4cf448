import { createSocket } from 'node:dgram'
import { connect, type Socket } from 'node:net'
import { err, ok, type ProbePort, type ProbeTarget, type Problem, problem, type Result } from '#core/kernel'

const codes: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'local-limit',
  EMFILE: 'local-limit',
  ENFILE: 'local-limit',
  ENOBUFS: 'local-limit',
}

/** A probe port for tests and benches: reaches 127.0.0.0/8 and nothing else, without budgets. */
export function loopbackPort(): ProbePort & { connections: number } {
  return {
    connections: 0,
    connect(target, { timeoutMs, signal }) {
      if (!isLoopback(target)) return Promise.resolve(err(outside(target)))
      this.connections++
      return connectTo(target, timeoutMs, signal)
    },
    datagrams(target) {
      if (!isLoopback(target)) return Promise.resolve(err(outside(target)))
      const socket = createSocket('udp4')
      return new Promise((resolve) => {
        socket.once('error', (error) => resolve(err(problem('unreachable', error.message))))
        socket.connect(target.port, target.address, () => {
          socket.removeAllListeners('error')
          socket.on('error', () => {})
          resolve(
            ok({
              send: (datagram) => socket.send(datagram),
              onMessage: (listener) => void socket.removeAllListeners('message').on('message', listener),
              onError: (listener) => void socket.removeAllListeners('error').on('error', listener),
              close: () => socket.close(),
            }),
          )
        })
      })
    },
  }
}

function isLoopback({ address }: ProbeTarget): boolean {
  return /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(address)
}

function outside({ address }: ProbeTarget): Problem {
  return problem('out-of-scope', `${address} is not a loopback address`)
}

function connectTo(target: ProbeTarget, timeoutMs: number, signal?: AbortSignal): Promise<Result<Socket>> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(err(problem('stopped', 'stopped')))
    const socket = connect({ host: target.address, port: target.port, noDelay: true })
    const done = (result: Result<Socket>): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', stop)
      socket.removeAllListeners('error').removeAllListeners('connect')
      socket.on('error', () => {})
      if (!result.ok) socket.destroy()
      resolve(result)
    }
    const stop = (): void => done(err(problem('stopped', 'stopped')))
    const timer = setTimeout(() => done(err(problem('timeout', 'no answer'))), timeoutMs)
    signal?.addEventListener('abort', stop)
    socket.on('connect', () => done(ok(socket)))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      done(err(problem(codes[error.code ?? ''] ?? 'unreachable', error.message))),
    )
  })
}
