import { BlockList, isIP } from 'node:net'

/** Ranges that lead nowhere from outside (IANA special-purpose registries: RFC 6890 and later), by their words. */
const special: readonly [words: string, ...ranges: string[]][] = [
  ['a private address (RFC 1918)', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['a private address (RFC 4193)', 'fc00::/7'],
  ['a loopback address', '127.0.0.0/8', '::1/128'],
  ['a link-local address', '169.254.0.0/16', 'fe80::/10'],
  ['a shared address of a carrier (RFC 6598)', '100.64.0.0/10'],
  ['an address for documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  ['an address for measurements (RFC 2544)', '198.18.0.0/15'],
  ['no address of a host', '0.0.0.0/8', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4', '::/128', 'ff00::/8'],
]

const lists = special.map(([words, ...ranges]) => ({ words, list: networkList(ranges) }))

/** What makes an address one that cannot be reached over the internet, in words; `undefined`: nothing. */
export function specialPurpose(address: string): string | undefined {
  return lists.find(({ list }) => list.check(address, familyOf(address)))?.words
}

/** Whether what it names is inside only: private, link-local or shared addresses in public tell of the inside. */
export function isInternal(address: string): boolean {
  return /private|link-local|carrier/.test(specialPurpose(address) ?? '')
}

/** Networks in CIDR form, as something that can be asked. */
export function networkList(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits] = range.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    if (isIP(address) && /^\d{1,3}$/.test(bits ?? '') && Number(bits) <= most)
      list.addSubnet(address, Number(bits), familyOf(address))
  }
  return list
}

export function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}

/** Addresses of an IPv4 network or span, so many at most; none of one that is larger, or of IPv6 but an address itself. */
export function* addressesIn(network: string, most: number): Generator<string> {
  if (isIP(network) === 6) yield network
  const [from = '', to] = network.split('-')
  const [address = '', bits = '32'] = from.split('/')
  if (isIP(address) !== 4) return
  const start = numberOf(address)
  const size = to === undefined ? 2 ** (32 - Number(bits)) : numberOf(to) - start + 1
  if (!(size <= most)) return
  const first = to === undefined ? start - (start % size) : start
  for (let at = first; at < first + size; at++)
    yield [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.')
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}
