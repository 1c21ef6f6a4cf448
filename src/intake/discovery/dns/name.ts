import { domainToASCII } from 'node:url'
import type { Brand } from '#core/kernel'

/** A name of the DNS in lower case without the last dot; its labels hold letters, digits, `-` and `_`, the first may be `*`. */
export type DnsName = Brand<string, 'DnsName'>

const LONGEST = 253
const LABEL = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?|\*)$/

/** The name in a text, international ones in their ASCII form; `undefined`: it is none. A `*` may only stand first. */
export function parseDnsName(text: string): DnsName | undefined {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text
  if (bare === '' || bare.length > LONGEST) return undefined
  const name = isAscii(bare) ? bare.toLowerCase() : domainToASCII(bare)
  if (name === '' || name.length > LONGEST || name.lastIndexOf('*') > 0) return undefined
  return name.split('.').every((label) => LABEL.test(label)) ? (name as DnsName) : undefined
}

/** The same of a host, which has at least two labels, the last no number: no address, no bare word. */
export function parseHostName(text: string): DnsName | undefined {
  const name = parseDnsName(text)
  return name?.includes('.') && !/(?:^|\.)\d+$/.test(name) ? name : undefined
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** `a.b.test` → `b.test`; `undefined` above a single label. */
export function parentOf(name: DnsName): DnsName | undefined {
  const dot = name.indexOf('.')
  return dot < 0 ? undefined : (name.slice(dot + 1) as DnsName)
}

/** Whether a name lies under another, or is it. */
export function isWithin(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`)
}

/** A name under another; the label must be one. `undefined` where it grows too long. */
export function under(label: string, domain: DnsName): DnsName | undefined {
  const name = `${label}.${domain}`
  return name.length > LONGEST ? undefined : (name as DnsName)
}

/** Name under which the reverse of an address is kept (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export function reverseName(address: string): DnsName {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa` as DnsName
  return `${[...hexDigits(address)].reverse().join('.')}.ip6.arpa` as DnsName
}

/** The 32 digits of an IPv6 address. */
function hexDigits(address: string): string {
  const mapped = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const text = mapped ? `${mapped[1]}${pair(mapped[2], mapped[3])}:${pair(mapped[4], mapped[5])}` : address
  const [head = '', tail] = text.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const [before, after] = [groups(head), groups(tail ?? '')]
  const filling = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0')
  return [...before, ...filling, ...after].map((group) => group.padStart(4, '0')).join('')
}

function pair(high = '0', low = '0'): string {
  return ((Number(high) << 8) | Number(low)).toString(16)
}
