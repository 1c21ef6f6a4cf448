import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import { err, ok, problem, type Result } from '#core/kernel'

export interface Handshaken {
  socket: TLSSocket
  /** DER of each certificate as presented, leaf first. */
  chain: Buffer[]
  /** The chain leads to a root that browsers trust, whatever its names and dates. */
  publicRoot: boolean
  /** The stapled OCSP answer, if any. */
  stapled?: Buffer
  protocol: string
  alpn?: string
}

const MOST_CERTIFICATES = 10
const MOST_CERTIFICATE_BYTES = 64 * 1024
/** OpenSSL's words for a chain that is sound but for its dates or names. */
const otherwiseTrusted = new Set(['', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID'])

/**
 * A TLS client over a stream, to look and not to trust: any certificate is taken, any version and suite that OpenSSL still
 * speaks is offered. The stream is destroyed with the socket.
 */
export function handshake(
  stream: Duplex,
  { name, alpn, ms = 5_000 }: { name?: string; alpn?: readonly string[]; ms?: number },
): Promise<Result<Handshaken>> {
  return new Promise((resolve) => {
    let stapled: Buffer | undefined
    const socket = connect({
      socket: stream,
      rejectUnauthorized: false,
      requestOCSP: true,
      minVersion: 'TLSv1',
      ciphers: 'ALL:COMPLEMENTOFALL:@SECLEVEL=0',
      ...(name === undefined ? {} : { servername: name }),
      ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
    })
    const done = (result: Result<Handshaken>): void => {
      clearTimeout(timer)
      if (!result.ok) socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => done(err(problem('timeout', 'the handshake took too long'))), ms)
    socket.on('error', (error: NodeJS.ErrnoException) => done(err(problem('tls-failed', error.code ?? error.message))))
    socket.on('close', () => done(err(problem('reset', 'the peer hung up in the handshake'))))
    socket.on('OCSPResponse', (response) => {
      if (Buffer.isBuffer(response) && response.length > 0) stapled = response
    })
    socket.once('secureConnect', () => {
      const reason = socket.authorizationError as Error | string | undefined
      const code = typeof reason === 'string' ? reason : ((reason as NodeJS.ErrnoException | undefined)?.code ?? '')
      done(
        ok({
          socket,
          chain: chainOf(socket),
          publicRoot: otherwiseTrusted.has(code),
          ...(stapled && { stapled }),
          protocol: socket.getProtocol() ?? 'unknown',
          ...(socket.alpnProtocol ? { alpn: socket.alpnProtocol } : {}),
        }),
      )
    })
  })
}

function chainOf(socket: TLSSocket): Buffer[] {
  const chain: Buffer[] = []
  let at = socket.getPeerCertificate(true)
  let bytes = 0
  while (at?.raw && chain.length < MOST_CERTIFICATES) {
    bytes += at.raw.length
    if (bytes > MOST_CERTIFICATE_BYTES) break
    chain.push(at.raw)
    if (!at.issuerCertificate || at.issuerCertificate === at) break
    at = at.issuerCertificate
  }
  return chain
}
