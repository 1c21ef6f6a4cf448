/** An address of the network as a number; its text is the canonical one (RFC 5952 for IPv6). */
export interface IpAddress {
  family: 4 | 6
  value: bigint
  text: string
}

const MAX_TEXT = 45

/**
 * Reads an address, strictly: four decimal numbers without leading zeros, or IPv6 without brackets and zone. The short, octal
 * and hexadecimal spellings of old libraries are no addresses here, since not everybody reads them alike.
 */
export function parseAddress(text: string): IpAddress | undefined {
  if (text.length > MAX_TEXT) return undefined
  const value = text.includes(':') ? readIpv6(text) : readIpv4(text)
  if (value === undefined) return undefined
  const family = text.includes(':') ? 6 : 4
  return { family, value, text: addressText(family, value) }
}

/** The canonical text of a number. */
export function addressText(family: 4 | 6, value: bigint): string {
  return family === 4 ? ipv4Text(Number(value)) : ipv6Text(value)
}

function readIpv4(text: string): bigint | undefined {
  const parts = text.split('.')
  if (parts.length !== 4) return undefined
  let value = 0
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined
    value = value * 256 + Number(part)
  }
  return BigInt(value)
}

function readIpv6(text: string): bigint | undefined {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [front, back] = halves.map((half) => (half === '' ? [] : groupsOf(half)))
  if (!front || (halves.length === 2 && !back)) return undefined
  const missing = 8 - front.length - (back?.length ?? 0)
  if (back ? missing < 1 : missing !== 0) return undefined
  return [...front, ...Array<number>(back ? missing : 0).fill(0), ...(back ?? [])].reduce(
    (value, group) => (value << 16n) | BigInt(group),
    0n,
  )
}

/** Groups of 16 bits; the last two may be written as IPv4. */
function groupsOf(text: string): number[] | undefined {
  const groups: number[] = []
  const words = text.split(':')
  for (const [index, word] of words.entries()) {
    if (word.includes('.')) {
      const tail = index === words.length - 1 ? readIpv4(word) : undefined
      if (tail === undefined) return undefined
      groups.push(Number(tail >> 16n), Number(tail & 0xffffn))
    } else if (/^[0-9a-f]{1,4}$/i.test(word)) groups.push(Number.parseInt(word, 16))
    else return undefined
  }
  return groups
}

function ipv4Text(value: number): string {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255].join('.')
}

/** The longest run of two zero groups or more is left out, the first of equal ones (RFC 5952, section 4.2). */
function ipv6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => Number((value >> BigInt(112 - index * 16)) & 0xffffn))
  let [start, length] = [0, 1]
  for (let at = 0; at < 8; at++) {
    let end = at
    while (end < 8 && groups[end] === 0) end++
    if (end - at > length) [start, length] = [at, end - at]
  }
  const words = groups.map((group) => group.toString(16))
  if (length < 2) return words.join(':')
  return `${words.slice(0, start).join(':')}::${words.slice(start + length).join(':')}`
}

/** A block of addresses, first to last. */
export interface IpRange {
  family: 4 | 6
  first: bigint
  last: bigint
  /** `192.0.2.0/24`, `192.0.2.10-192.0.2.20`, or the address itself. */
  text: string
}

/** Reads `192.0.2.0/24`, `192.0.2.10-192.0.2.20` or one address. Bits behind the prefix are cut off. */
export function parseRange(text: string): IpRange | undefined {
  const plain = text.trim()
  if (plain.includes('-')) return readSpan(plain)
  const [start = '', prefix, ...rest] = plain.split('/')
  const address = parseAddress(start)
  if (!address || rest.length > 0) return undefined
  const bits = address.family === 4 ? 32 : 128
  if (prefix === undefined) return rangeOf(address, bits)
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits ? rangeOf(address, Number(prefix)) : undefined
}

/** Whether what was written as a network starts inside of it: 192.0.2.7/24 may mean the address or the network. */
export function hasHostBits(text: string): boolean {
  const [start = '', prefix] = text.trim().split('/')
  const address = parseAddress(start)
  const range = prefix === undefined ? undefined : parseRange(text)
  return address !== undefined && range !== undefined && address.value !== range.first
}

function readSpan(text: string): IpRange | undefined {
  const [from, to, ...rest] = text.split('-').map((part) => parseAddress(part.trim()))
  if (!from || !to || rest.length > 0 || from.family !== to.family || from.value > to.value) return undefined
  return { family: from.family, first: from.value, last: to.value, text: `${from.text}-${to.text}` }
}

/** The network of so many bits that an address lies in. */
export function rangeOf({ family, value }: IpAddress, prefix: number): IpRange {
  const bits = family === 4 ? 32 : 128
  const host = BigInt(bits - prefix)
  const first = (value >> host) << host
  const last = first | ((1n << host) - 1n)
  const text = addressText(family, first)
  return { family, first, last, text: prefix === bits ? text : `${text}/${prefix}` }
}

/** Whether an address lies in a range. */
export function covers({ family, first, last }: IpRange, address: IpAddress): boolean {
  return address.family === family && address.value >= first && address.value <= last
}

/** Bits of the widest network that may be named or approved at once: a /16 of IPv4, a provider's allocation of IPv6. */
export const WIDEST_PREFIX = { 4: 16, 6: 32 } as const

/** Addresses of the widest range that may be named or approved. */
export function mostOfRange(family: 4 | 6): bigint {
  return 1n << BigInt((family === 4 ? 32 : 128) - WIDEST_PREFIX[family])
}

/** How many addresses a range has. */
export function rangeSize({ first, last }: IpRange): bigint {
  return last - first + 1n
}
