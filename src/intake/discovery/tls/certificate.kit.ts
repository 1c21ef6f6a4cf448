import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto'

export interface CertificateWish {
  commonName?: string
  names?: readonly string[]
  validFrom?: Date
  validTo?: Date
  bits?: number
  hash?: 'sha256' | 'sha1'
  /** Where revocation is told, and that a stapled answer must come. */
  ocsp?: string
  crl?: string
  mustStaple?: boolean
}

const DAY = 86_400_000
const oids = {
  commonName: '0603550403',
  altNames: '0603551d11',
  sha256: '06092a864886f70d01010b',
  sha1: '06092a864886f70d010105',
}

/** A self-signed certificate with its key, made for a test: PEM of both. */
export function makeCertificate(wish: CertificateWish = {}): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: wish.bits ?? 2_048 })
  const der = certificateDer(wish, privateKey, publicKey)
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

function certificateDer(wish: CertificateWish, privateKey: KeyObject, publicKey: KeyObject): Buffer {
  const hash = wish.hash ?? 'sha256'
  const algorithm = tlv(0x30, Buffer.from(oids[hash], 'hex'), Buffer.from([5, 0]))
  const name = tlv(
    0x30,
    tlv(
      0x31,
      tlv(0x30, Buffer.from(oids.commonName, 'hex'), tlv(0x0c, Buffer.from(wish.commonName ?? 'test.example'))),
    ),
  )
  const validity = tlv(
    0x30,
    time(wish.validFrom ?? new Date(Date.now() - DAY)),
    time(wish.validTo ?? new Date(Date.now() + 90 * DAY)),
  )
  const names = tlv(0x30, ...(wish.names ?? ['test.example']).map((text) => tlv(0x82, Buffer.from(text))))
  const extension = (oid: string, value: Buffer) => tlv(0x30, Buffer.from(oid, 'hex'), tlv(0x04, value))
  const uri = (text: string) => tlv(0x86, Buffer.from(text))
  const more = [
    ...(wish.ocsp
      ? [
          extension(
            '06082b06010505070101',
            tlv(0x30, tlv(0x30, Buffer.from('06082b06010505073001', 'hex'), uri(wish.ocsp))),
          ),
        ]
      : []),
    ...(wish.crl ? [extension('0603551d1f', tlv(0x30, tlv(0x30, tlv(0xa0, tlv(0xa0, uri(wish.crl))))))] : []),
    ...(wish.mustStaple ? [extension('06082b06010505070118', tlv(0x30, Buffer.from([2, 1, 5])))] : []),
  ]
  const extensions = tlv(0xa3, tlv(0x30, extension(oids.altNames, names), ...more))
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([0x2a])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  )
  const signature = createSign(hash).update(body).sign(privateKey)
  return tlv(0x30, body, algorithm, tlv(0x03, Buffer.from([0]), signature))
}

/** An OCSP answer (RFC 6960) about a serial number, as a responder would send it; nobody signed it. */
export function stapledAnswer(said: { serial: number; status: 'good' | 'revoked'; at: Date; until?: Date }): Buffer {
  const nothing = Buffer.alloc(20)
  const certificate = tlv(
    0x30,
    tlv(0x30, Buffer.from('06052b0e03021a', 'hex'), Buffer.from([5, 0])),
    tlv(0x04, nothing),
    tlv(0x04, nothing),
    tlv(0x02, Buffer.from([said.serial])),
  )
  const status = said.status === 'good' ? tlv(0x80) : tlv(0xa1, time(said.at))
  const single = tlv(0x30, certificate, status, time(said.at), ...(said.until ? [tlv(0xa0, time(said.until))] : []))
  const data = tlv(0x30, tlv(0xa2, tlv(0x04, nothing)), time(said.at), tlv(0x30, single))
  const algorithm = tlv(0x30, Buffer.from(oids.sha256, 'hex'), Buffer.from([5, 0]))
  const basic = tlv(0x30, data, algorithm, tlv(0x03, Buffer.from([0])))
  const bytes = tlv(0x30, Buffer.from('06092b0601050507300101', 'hex'), tlv(0x04, basic))
  return tlv(0x30, tlv(0x0a, Buffer.from([0])), tlv(0xa0, bytes))
}

function time(date: Date): Buffer {
  return tlv(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
}

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const length =
    value.length < 0x80
      ? [value.length]
      : value.length < 0x100
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), value])
}
