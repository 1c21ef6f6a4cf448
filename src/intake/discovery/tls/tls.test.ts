import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ok } from '#core/kernel'
import { serve } from '../conversation/server.kit.ts'
import { makeCertificate } from './certificate.kit.ts'
import { clientHello, readHelloAnswer, recordLength } from './hello.ts'
import { lookAtTls } from './index.ts'

async function tlsServer(options: TlsOptions): Promise<number> {
  const server = createServer(options, (socket) => socket.on('error', () => {}))
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as { port: number }).port
}

function opener(port: number) {
  return () => Promise.resolve(ok(connect({ host: '127.0.0.1', port })))
}

const plain = makeCertificate({ commonName: 'plain.example', names: ['plain.example', 'www.plain.example'] })

describe('a look at TLS', () => {
  it('sees certificate, versions and that no weak suite is taken', async () => {
    const look = await lookAtTls(opener(await tlsServer({ ...plain })), ['plain.example'])
    expect(look?.seen.versions).toEqual(['TLSv1.2', 'TLSv1.3'])
    expect(look?.seen.weakCiphers).toEqual([])
    expect(look?.publicRoot).toBe(false)
    expect(look?.seen.chain[0]).toMatchObject({
      subject: 'CN=plain.example',
      names: ['plain.example', 'www.plain.example'],
      selfSigned: true,
      key: { kind: 'rsa', bits: 2_048 },
      signature: 'sha256WithRSAEncryption',
      serial: '2a',
    })
  })

  it('sees old versions and suites without authentication', async () => {
    const old = {
      ...plain,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.2',
      ciphers: 'ALL:aNULL:eNULL:@SECLEVEL=0',
    } as const
    const look = await lookAtTls(opener(await tlsServer(old)), [])
    expect(look?.seen.versions).toEqual(['TLSv1', 'TLSv1.1', 'TLSv1.2'])
    expect(look?.seen.weakCiphers.length).toBeGreaterThan(0)
    for (const suite of look?.seen.weakCiphers ?? []) expect(suite).toMatch(/NULL|ADH|AECDH/)
  })

  it('sees keys that are too short and signatures of SHA-1', async () => {
    const weak = makeCertificate({ bits: 1_024, hash: 'sha1' })
    const look = await lookAtTls(opener(await tlsServer({ ...weak, ciphers: 'ALL:@SECLEVEL=0' })), [])
    expect(look?.seen.chain[0]).toMatchObject({ key: { bits: 1_024 }, signature: 'sha1WithRSAEncryption' })
  })

  it('tells the certificate that another name gets', async () => {
    const other = makeCertificate({ commonName: 'other.example', names: ['other.example'] })
    const { createSecureContext } = await import('node:tls')
    const port = await tlsServer({
      ...plain,
      SNICallback: (name, done) => done(null, name === 'other.example' ? createSecureContext(other) : undefined),
    })
    const look = await lookAtTls(opener(port), ['plain.example', 'www.plain.example', 'other.example'])
    expect(look?.byName.map(({ name, certificate }) => [name, certificate.names])).toEqual([
      ['other.example', ['other.example']],
    ])
  })

  it.each([
    [
      'resets in the middle of the handshake',
      (socket: import('node:net').Socket) => socket.once('data', () => socket.resetAndDestroy()),
    ],
    ['answers rubbish', (socket: import('node:net').Socket) => socket.write(Buffer.alloc(4_096, 0x16))],
    [
      'promises a record that never comes',
      (socket: import('node:net').Socket) => socket.write(Buffer.from([22, 3, 3, 0x40, 0, 2, 0, 0])),
    ],
  ])('gives up on a peer that %s', { timeout: 20_000 }, async (_, act) => {
    const { port } = await serve((socket) => act(socket))
    expect(await lookAtTls(opener(port), [])).toBeUndefined()
  })
})

describe('readers of hellos', () => {
  it('stand any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const buffer = Buffer.from(bytes)
        expect(recordLength(buffer)).toBeLessThanOrEqual(Math.max(buffer.length, 5 + 18_432))
        expect(['hello', 'alert', 'other']).toContain(readHelloAnswer(buffer).kind)
      }),
    )
  })

  it('stand any bytes that begin as a server hello', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const answer = readHelloAnswer(
          Buffer.concat([Buffer.from([22, 3, 3, 0, bytes.length + 4, 2, 0, 0, bytes.length]), bytes]),
        )
        expect(['hello', 'other']).toContain(answer.kind)
      }),
    )
  })

  it('writes hellos whose lengths agree', () => {
    for (const version of ['SSLv3', 'TLSv1', 'TLSv1.2', 'TLSv1.3'] as const) {
      const hello = clientHello({ version, suites: [0x1301, 0xc02f], name: 'a.example' })
      expect(hello.readUInt16BE(3)).toBe(hello.length - 5)
      expect(hello.readUIntBE(6, 3)).toBe(hello.length - 9)
    }
  })
})
