import { X509Certificate } from 'node:crypto'
import type { SeenCertificate } from '#core/vocabulary'
import { plainText } from '../conversation/index.ts'

const MOST_NAMES = 500

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

function keyOf(certificate: X509Certificate): SeenCertificate['key'] {
  const { asymmetricKeyType = 'unknown', asymmetricKeyDetails: details } = certificate.publicKey
  const curveBits = Number(/(\d{3})/.exec(details?.namedCurve ?? '')?.[1])
  const bits = details?.modulusLength ?? (Number.isNaN(curveBits) ? undefined : curveBits)
  return { kind: asymmetricKeyType, ...(bits === undefined ? {} : { bits }) }
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
}
