import { createConnection, type Socket } from 'node:net'
import { err, ok, type ProbeTarget, problem, type Result } from '#core/kernel'
import type { Stop } from './stop.ts'

/** Errors of this machine: no port, file, memory or leave to send. They say nothing about the peer. */
const localErrors = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'EAGAIN', 'ENOBUFS', 'ENOMEM', 'EPERM', 'EACCES'])
/** Among them those that pass. */
const passing = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'EAGAIN', 'ENOBUFS', 'ENOMEM'])

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ETIMEDOUT: 'timeout',
}

/** The code of the probe port for an error of the system. */
export function codeOf(error: NodeJS.ErrnoException): string {
  const { code = '' } = error
  if (localErrors.has(code)) return 'local-limit'
  return codes[code] ?? 'unreachable'
}

/** True for an error of this machine that may be gone in a moment. */
export function isPassing(error: unknown): boolean {
  return passing.has((error as NodeJS.ErrnoException | undefined)?.code ?? '')
}

/** Opens sockets; a parameter so that tests can let this machine run out of ports. */
export type Dialler = (target: ProbeTarget) => Socket

export const systemDialler: Dialler = ({ address, port }) =>
  // An address, never a name: nothing is looked up.
  createConnection({ host: address, port, noDelay: true, autoSelectFamily: false })

/** One try to connect. */
export function dialOnce(
  target: ProbeTarget,
  { timeoutMs, stop }: { timeoutMs: number; stop: Stop },
  dialler: Dialler,
): Promise<Result<Socket>> {
  const { promise, resolve } = Promise.withResolvers<Result<Socket>>()
  let socket: Socket
  try {
    socket = dialler(target)
  } catch (error) {
    return Promise.resolve(err(failed(target, error as NodeJS.ErrnoException)))
  }
  const timer = setTimeout(() => end(problem('timeout', `${place(target)} does not answer`)), timeoutMs)
  const end = (trouble: ReturnType<typeof problem>) => {
    leave()
    socket.destroy()
    resolve(err(trouble))
  }
  const unhear = stop.onAbort(() => end(problem('stopped', `the probe of ${place(target)} was stopped`)))
  const leave = () => {
    clearTimeout(timer)
    unhear()
  }
  // Whoever takes it over listens for himself; an error that nobody hears must not end the process.
  socket.on('error', (error: NodeJS.ErrnoException) => end(failed(target, error)))
  socket.once('connect', () => {
    if (isSelf(socket)) return end(problem('refused', `${place(target)} is closed`))
    leave()
    resolve(ok(socket))
  })
  return promise
}

/** A port among those that this machine gives out can meet itself: TCP then opens from both ends, with nobody listening. */
function isSelf({ localAddress, localPort, remoteAddress, remotePort }: Socket): boolean {
  return localPort === remotePort && localAddress === remoteAddress
}

function failed(target: ProbeTarget, error: NodeJS.ErrnoException) {
  const code = codeOf(error)
  const words: Record<string, string> = {
    refused: 'is closed',
    reset: 'broke the connection off',
    timeout: 'does not answer',
    'local-limit': `could not be asked: this machine has no port, file or leave to send (${error.code})`,
  }
  return problem(code, `${place(target)} ${words[code] ?? `cannot be reached (${error.code ?? error.message})`}`, error)
}

/** `192.0.2.7:443`, `[2001:db8::1]:443` */
export function place({ address, port }: ProbeTarget): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
}

/** So often something is tried that this machine's limits prevent. */
export const LOCAL_TRIES = 9
const LOCAL_PAUSE_MS = 25
const MOST_PAUSE_MS = 1_000

/** Longer each time, never twice the same: many that failed together do not come back together. */
export function pauseMs(tried: number): number {
  return Math.min(MOST_PAUSE_MS, LOCAL_PAUSE_MS * 2 ** tried) * (0.5 + Math.random())
}
