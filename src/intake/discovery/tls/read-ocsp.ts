import type { SeenRevocation } from '#core/vocabulary'
import { type DerValue, derTime, derValues, readDer } from './der.ts'

const LARGEST = 64 * 1024
const MOST_ANSWERS = 50
const SEQUENCE = 0x30
const BASIC = '2b0601050507300101'
const statuses: Readonly<Record<number, SeenRevocation['status']>> = {
  128: 'good',
  161: 'revoked',
  129: 'revoked',
  130: 'unknown',
  162: 'unknown',
}

/**
 * What a stapled OCSP answer (RFC 6960) says of a certificate, by its serial number in hex. Its signature is not checked:
 * that is the browser's to do. Undefined when it says nothing of that certificate or cannot be read.
 */
export function readStapled(response: Buffer, serial: string): SeenRevocation | undefined {
  if (response.length > LARGEST) return undefined
  const [status, wrapped] = partsOf(readDer(response))
  if (status?.content[0] !== 0 || wrapped?.tag !== 0xa0) return undefined
  const [kind, octets] = partsOf(readDer(wrapped.content))
  if (kind?.content.toString('hex') !== BASIC || octets?.tag !== 0x04) return undefined
  const [data] = partsOf(readDer(octets.content))
  // Version and responder are tagged; the answers are the one plain sequence.
  const list = partsOf(data).find(({ tag }) => tag === SEQUENCE)
  if (!list) return undefined
  for (const single of derValues(list.content, MOST_ANSWERS)) {
    const said = readSingle(single, serial)
    if (said) return said
  }
  return undefined
}

function readSingle(single: DerValue, serial: string): SeenRevocation | undefined {
  const [certificate, status, saidAt, next] = partsOf(single)
  const number = certificate && [...derValues(certificate.content)].at(-1)
  if (!number || plain(number.content.toString('hex')) !== plain(serial)) return undefined
  const kind = status && statuses[status.tag]
  const at = saidAt && derTime(saidAt)
  if (!kind || at === undefined) return undefined
  const inner = next?.tag === 0xa0 ? readDer(next.content) : undefined
  const until = inner && derTime(inner)
  return { status: kind, saidAt: at, ...(until !== undefined && { until }) }
}

function partsOf(value: DerValue | undefined): DerValue[] {
  return value ? [...derValues(value.content)] : []
}

function plain(hex: string): string {
  return hex.toLowerCase().replace(/^0+/, '')
}
