import { isIP } from 'node:net'
import { type DnsName, parseDnsName } from '../../dns/name.ts'

/** A term of an SPF record that says who may send (RFC 7208 section 4.6.1). */
export interface SpfTerm {
  qualifier: '+' | '-' | '~' | '?'
  mechanism: 'all' | 'include' | 'a' | 'mx' | 'ptr' | 'exists' | 'ip4' | 'ip6' | 'redirect'
  /** Name of `include`, `a`, `mx`, `redirect`; left out where it is the domain itself, or made by a macro. */
  name?: DnsName
  /** Address or network of `ip4` and `ip6`. */
  network?: string
}

const MOST_TERMS = 200
const mechanisms = new Set(['all', 'include', 'a', 'mx', 'ptr', 'exists', 'ip4', 'ip6', 'redirect'])

/** Whether a text is an SPF record. */
export function isSpf(text: string): boolean {
  return /^v=spf1(?: |$)/i.test(text)
}

/** Terms of an SPF record in order; what is none is left out. */
export function parseSpf(text: string): SpfTerm[] {
  return text
    .split(' ', MOST_TERMS)
    .slice(1)
    .flatMap((word) => parseTerm(word) ?? [])
}

function parseTerm(word: string): SpfTerm | undefined {
  const found = /^([+~?-]?)([a-z0-9]+)(?:[:=]([^/]*(?:\/.*)?)|(\/.*))?$/i.exec(word)
  const mechanism = found?.[2]?.toLowerCase() ?? ''
  if (!found || !mechanisms.has(mechanism)) return undefined
  const term: SpfTerm = {
    qualifier: (found[1] || '+') as SpfTerm['qualifier'],
    mechanism: mechanism as SpfTerm['mechanism'],
  }
  const value = found[3] ?? ''
  if (mechanism === 'ip4' || mechanism === 'ip6') return isNetwork(value) ? { ...term, network: value } : undefined
  const name = value.includes('%') ? undefined : parseDnsName(value.replace(/\/.*$/, ''))
  return name ? { ...term, name } : term
}

function isNetwork(value: string): boolean {
  const [address = '', bits] = value.split('/')
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= 128))
}

/** Terms that cost a lookup: ten are allowed for one message (RFC 7208 section 4.6.4). */
export function costsLookup({ mechanism }: SpfTerm): boolean {
  return !['all', 'ip4', 'ip6'].includes(mechanism)
}
