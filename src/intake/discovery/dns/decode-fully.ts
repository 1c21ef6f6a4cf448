import { type Answer, decode } from 'dns-packet'
import { parseDnsName } from './name.ts'
import { type DnsRecord, type RecordType, recordTypes } from './record.ts'

/** Records of one section that are read; more than any true answer has. */
const MOST_RECORDS = 20_000

const typeNames = new Map<string, RecordType>(
  (Object.entries(recordTypes) as [RecordType, number][]).flatMap(([type, number]) => [
    [type, type],
    [`UNKNOWN_${number}`, type],
  ]),
)

/** Records of a section by dns-packet, those of unknown types left out. Throws where the message cannot be read. */
export function decodeFully(message: Buffer, section: 'answers' | 'authorities' | 'additionals'): DnsRecord[] {
  const records = decode(message)[section] ?? []
  return records.slice(0, MOST_RECORDS).flatMap((record) => {
    const read = readRecord(record)
    return read ? [read] : []
  })
}

/** What readers make of the data of a type; the shapes are dns-packet's. */
type Read = Pick<DnsRecord, 'value' | 'target' | 'text'>

function readRecord(record: Answer): DnsRecord | undefined {
  const type = typeNames.get(record.type)
  if (!type || !('data' in record)) return undefined
  const read = readers[type](record.data as never)
  return { name: record.name.toLowerCase(), type, ttl: 'ttl' in record ? (record.ttl ?? 0) : 0, ...read }
}

const named = (text: string): Read => leadsTo(text, bare(text))

const readers: { [Type in RecordType]: (data: never) => Read } = {
  A: (data: string) => ({ value: data }),
  AAAA: (data: string) => ({ value: data }),
  NS: named,
  CNAME: named,
  PTR: named,
  MX: (data: { preference?: number; exchange: string }) =>
    leadsTo(data.exchange, `${data.preference ?? 0} ${bare(data.exchange)}`),
  SRV: (data: { priority?: number; weight?: number; port: number; target: string }) =>
    leadsTo(data.target, `${data.priority ?? 0} ${data.weight ?? 0} ${data.port} ${bare(data.target)}`),
  SOA: (
    data: Record<'mname' | 'rname', string> & Record<'serial' | 'refresh' | 'retry' | 'expire' | 'minimum', number>,
  ) => ({
    ...leadsTo(data.mname, ''),
    value: [bare(data.mname), bare(data.rname), data.serial, data.refresh, data.retry, data.expire, data.minimum].join(
      ' ',
    ),
  }),
  TXT: (data: Buffer | string | (Buffer | string)[]) => readText(Array.isArray(data) ? data : [data]),
  DS: (data: { keyTag: number; algorithm: number; digestType: number; digest: Buffer }) => ({
    value: `${data.keyTag} ${data.algorithm} ${data.digestType} ${data.digest.toString('hex')}`,
  }),
  DNSKEY: (data: { flags: number; algorithm: number; key: Buffer }) => ({
    value: `${data.flags} 3 ${data.algorithm} ${data.key.toString('base64')}`,
  }),
  NSEC: (data: { nextDomain: string; rrtypes: string[] }) =>
    leadsTo(data.nextDomain, [bare(data.nextDomain), ...data.rrtypes].join(' ')),
  NSEC3PARAM: (data: Buffer) => ({ value: data.toString('hex') }),
  TLSA: (data: { usage: number; selector: number; matchingType: number; certificate: Buffer }) => ({
    value: `${data.usage} ${data.selector} ${data.matchingType} ${data.certificate.toString('hex')}`,
  }),
  CAA: (data: { flags?: number; tag: string; value: string }) => ({
    value: `${data.flags ?? 0} ${data.tag} ${JSON.stringify(data.value)}`,
  }),
  HTTPS: (data: Buffer) => readHttps(data),
  AXFR: () => ({ value: '' }),
}

function bare(name: string): string {
  const lower = name.toLowerCase()
  return lower.length > 1 && lower.endsWith('.') ? lower.slice(0, -1) : lower
}

function leadsTo(name: string, value: string): Read {
  const target = parseDnsName(name)
  return target ? { value, target } : { value }
}

function readText(strings: (Buffer | string)[]): Read {
  const parts = strings.map((part) => (typeof part === 'string' ? part : part.toString()))
  return { value: parts.map((part) => JSON.stringify(part)).join(' '), text: parts.join('') }
}

/** Priority and target of a service binding (RFC 9460 section 2.2): the target is written out in full. */
function readHttps(data: Buffer): Read {
  const labels: string[] = []
  let at = 2
  for (let length = data.readUInt8(at); length > 0; length = data.readUInt8(at)) {
    if (length > 63 || at + 1 + length >= data.length) throw new RangeError('target')
    labels.push(data.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const target = labels.join('.').toLowerCase() || '.'
  return leadsTo(target, `${data.readUInt16BE(0)} ${target}`)
}
