import type { DnsName } from './name.ts'

/** Types of record that are asked for, with their numbers (IANA, DNS parameters). */
export const recordTypes = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DS: 43,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3PARAM: 51,
  TLSA: 52,
  HTTPS: 65,
  AXFR: 252,
  CAA: 257,
} as const
export type RecordType = keyof typeof recordTypes

/** One record of an answer. */
export interface DnsRecord {
  name: string
  type: RecordType
  ttl: number
  /** In presentation form, without the last dot of names. */
  value: string
  /** Name that it leads to: of CNAME, NS, MX, SRV, PTR, HTTPS, and the next of NSEC. Absent where it is none that a host may have. */
  target?: DnsName
  /** Of TXT: its strings joined, as they mean (RFC 7208 section 3.3). */
  text?: string
}

/**
 * What a name server said. `no-data`: the name is there, not with this type; `no-name`: there is no such name;
 * `failed`: nobody can say.
 */
export interface DnsAnswer {
  name: DnsName
  type: RecordType
  status: 'found' | 'no-data' | 'no-name' | 'failed'
  /** Of `failed`: `timeout`, `servfail`, `refused`, `malformed`, `unreachable`, `stopped`, `chain`. */
  code?: string
  records: DnsRecord[]
  /** Targets of CNAMEs on the way, in order. */
  aliases: DnsName[]
}
