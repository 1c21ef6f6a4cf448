import { once } from 'node:events'
import { connect } from 'node:net'
import { createServer, type TlsOptions } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { ok } from '#core/kernel'
import { serve } from '../conversation/server.kit.ts'
import { makeCertificate, stapledAnswer } from './certificate.kit.ts'
import { clientHello, readHelloAnswer, recordLength } from './hello.ts'
import { lookAtTls } from './index.ts'
import { readCertificate } from './read-certificate.ts'
import { readStapled } from './read-ocsp.ts'

async function tlsServer(options: TlsOptions, staple?: Buffer): Promise<number> {
  const server = createServer(options, (socket) => socket.on('error', () => {}))
  if (staple) server.on('OCSPRequest', (_certificate, _issuer, answer) => answer(null, staple))
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

  it('reads where revocation is told, and what a stapled answer says', async () => {
    const places = { ocsp: 'http://ocsp.test/', crl: 'http://crl.test/list.crl', mustStaple: true }
    const own = makeCertificate({ names: ['s.example'], ...places })
    const at = new Date('2026-05-01T00:00:00Z')
    const until = new Date('2026-05-08T00:00:00Z')
    const staple = stapledAnswer({ serial: 0x2a, status: 'revoked', at, until })
    const look = await lookAtTls(opener(await tlsServer({ ...own }, staple)), ['s.example'])
    expect(look?.seen).toMatchObject({
      stapled: true,
      revocation: { status: 'revoked', saidAt: at.toISOString(), until: until.toISOString() },
    })
    expect(look?.seen.chain[0]).toMatchObject({ ocsp: [places.ocsp], crl: [places.crl], mustStaple: true })
    const without = await lookAtTls(opener(await tlsServer({ ...plain })), [])
    expect(without?.seen.stapled).toBe(false)
    expect(without?.seen.chain[0]).not.toHaveProperty('ocsp')
  })

  it('says nothing of a stapled answer for another certificate, and stands any bytes', () => {
    const good = stapledAnswer({ serial: 7, status: 'good', at: new Date() })
    expect(readStapled(good, '07')).toMatchObject({ status: 'good' })
    expect(readStapled(good, '08')).toBeUndefined()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readStapled(Buffer.from(bytes), '07')))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
        fc.nat(good.length),
        (changes, cut) => {
          const copy = Buffer.from(good.subarray(0, cut))
          for (const [place, value] of changes) if (copy.length > 0) copy[place % copy.length] = value
          readStapled(copy, '07')
        },
      ),
    )
  })

  it('stands certificates that were changed anywhere', () => {
    const { cert } = makeCertificate({ ocsp: 'http://o.test/', crl: 'http://c.test/', mustStaple: true })
    const der = Buffer.from(cert.replace(/-----[^-]+-----/g, ''), 'base64')
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(der.length), fc.nat(255)), { maxLength: 6 }), (changes) => {
        const copy = Buffer.from(der)
        for (const [place, value] of changes) copy[place % copy.length] = value
        readCertificate(copy)
      }),
    )
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
