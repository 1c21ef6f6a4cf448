import type { Duplex } from 'node:stream'
import { err, ok, type ProbePort, type ProbeTarget, type Result } from '#core/kernel'
import { Conversation } from '../conversation/index.ts'
import { handshake } from '../tls/index.ts'
import type { Line } from './contract.ts'

export interface LineTerms {
  port: ProbePort
  target: ProbeTarget
  names: readonly string[]
  signal: AbortSignal
}

const CONNECT_MS = 3_000

/** One more connection, as it is. */
export function openPlain({ port, target, signal }: LineTerms): Promise<Result<Duplex>> {
  return port.connect(target, { timeoutMs: CONNECT_MS, signal })
}

/** One more connection, inside TLS. */
export async function openSecure(
  terms: LineTerms,
  name: string | undefined,
  alpn?: readonly string[],
): Promise<Result<Duplex>> {
  const opened = await openPlain(terms)
  if (!opened.ok) return opened
  const shaken = await handshake(opened.value, { ...(name === undefined ? {} : { name }), ...(alpn ? { alpn } : {}) })
  return shaken.ok ? ok(shaken.value.socket) : err(shaken.error)
}

/** The line of a place for speakers. */
export function lineTo(terms: LineTerms, secure: boolean): Line {
  const { target, names, signal } = terms
  return {
    target,
    names,
    secure,
    signal,
    async open(limits) {
      const stream = await (secure ? openSecure(terms, names[0]) : openPlain(terms))
      return stream.ok ? ok(new Conversation(stream.value, limits)) : stream
    },
  }
}
