import { X509Certificate } from 'node:crypto'
import type { SeenCertificate } from '#core/vocabulary'
import { plainText } from '../conversation/index.ts'
import { derValues, readDer } from './der.ts'

const MOST_NAMES = 500
const MOST_PLACES = 10
const EXTENSIONS = 0xa3
const URI = 0x86
/** 2.5.29.31 and 1.3.6.1.5.5.7.1.24; in the latter 5 is status_request (RFC 7633). */
const DISTRIBUTION_POINTS = '551d1f'
const TLS_FEATURE = '2b06010505070118'
const STATUS_REQUEST = Buffer.from([2, 1, 5])

/** A certificate from its DER. Undefined when it cannot be read. */
export function readCertificate(der: Buffer): SeenCertificate | undefined {
  try {
    return seenOf(new X509Certificate(der))
  } catch {
    return undefined
  }
}

function seenOf(certificate: X509Certificate): SeenCertificate {
  return {
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    serial: certificate.serialNumber.toLowerCase(),
    subject: distinguishedName(certificate.subject),
    issuer: distinguishedName(certificate.issuer),
    names: namesOf(certificate),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    key: keyOf(certificate),
    signature: certificate.signatureAlgorithm ?? 'unknown',
    selfSigned: isSelfSigned(certificate),
    ...revocationOf(certificate),
  }
}

/** `CN=www.example, O=Example`: one line, as people read it. */
function distinguishedName(lines: string | undefined): string {
  return plainText((lines ?? '').replaceAll('\n', ', '), 512)
}

/** DNS names and addresses of the subject alternative name; without one, the common name if it looks like a name. */
function namesOf(certificate: X509Certificate): string[] {
  const listed = (certificate.subjectAltName ?? '')
    .slice(0, 64 * 1024)
    .split(', ')
    .map((entry) => /^(?:DNS|IP Address):"?([^"]+)"?$/.exec(entry)?.[1])
    .filter((name) => name !== undefined)
  const common = /(?:^|\n)CN=([^\n]+)/.exec(certificate.subject ?? '')?.[1] ?? ''
  const names = listed.length > 0 ? listed : /^[\w*-]+(?:\.[\w-]+)+$/.test(common) ? [common] : []
  return [...new Set(names.map((name) => plainText(name, 253).toLowerCase()))].slice(0, MOST_NAMES)
}

/** Where the authority answers and lists what it took back; and whether a stapled answer must come with it. */
function revocationOf({ infoAccess, raw }: X509Certificate): Pick<SeenCertificate, 'ocsp' | 'crl' | 'mustStaple'> {
  const ocsp = [...(infoAccess ?? '').slice(0, 8_192).matchAll(/^OCSP - URI:"?([^"\n]{1,500})"?$/gm)].map(
    ([, url]) => url!,
  )
  const crl = listsOf(raw)
  return {
    ...(ocsp.length > 0 && { ocsp: ocsp.slice(0, MOST_PLACES).map((url) => plainText(url, 500)) }),
    ...(crl.length > 0 && { crl }),
    ...(extensionOf(raw, TLS_FEATURE)?.includes(STATUS_REQUEST) && { mustStaple: true }),
  }
}

/** Addresses in the distribution points (RFC 5280 section 4.2.1.13): each a URI, wherever it stands in them. */
function listsOf(der: Buffer): string[] {
  const points = extensionOf(der, DISTRIBUTION_POINTS)
  const found = points ? [...urisIn(points, 0)] : []
  return [...new Set(found)].slice(0, MOST_PLACES)
}

function* urisIn(content: Buffer, depth: number): Generator<string> {
  for (const { tag, content: inner } of derValues(content)) {
    if (tag === URI) yield plainText(inner, 500)
    else if ((tag & 0x20) !== 0 && depth < 6) yield* urisIn(inner, depth + 1)
  }
}

/** The value of an extension of a certificate, by the hex of its identifier. */
function extensionOf(der: Buffer, oid: string): Buffer | undefined {
  const [body] = [...derValues(readDer(der)?.content ?? Buffer.alloc(0))]
  const tagged = body && [...derValues(body.content)].find(({ tag }) => tag === EXTENSIONS)
  const list = tagged && readDer(tagged.content)
  for (const { content } of list ? derValues(list.content) : []) {
    const parts = [...derValues(content)]
    if (parts[0]?.content.toString('hex') === oid) return parts.at(-1)?.content
  }
  return undefined
}

function keyOf(certificate: X509Certificate): SeenCertificate['key'] {
  const { asymmetricKeyType = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey
  const curveBits = Number(/(\d{3})/.exec(details?.namedCurve ?? '')?.[1])
  const bits = details?.modulusLength ?? (Number.isNaN(curveBits) ? undefined : curveBits)
  return { kind: asymmetricKeyType, ...(bits === undefined ? {} : { bits }) }
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
}
