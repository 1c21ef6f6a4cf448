import { covers, type IpAddress, type IpRange, parseRange } from './ip-address.ts'

/** What an address that is nobody's on the internet is for. */
export type SpecialUse =
  | 'unspecified'
  | 'loopback'
  | 'private'
  | 'shared'
  | 'link-local'
  | 'metadata'
  | 'documentation'
  | 'benchmarking'
  | 'multicast'
  | 'tunnel'
  | 'reserved'

/**
 * IANA's special-purpose registries (iana.org/assignments/iana-ipv4-special-registry, …ipv6-special-registry), and the
 * addresses by which machines in clouds learn their own credentials. The first that fits decides.
 */
const table: readonly (readonly [SpecialUse, ...string[]])[] = [
  // AWS, Azure, GCP and most others; AWS over IPv6; Azure's wire server; Alibaba; Oracle.
  ['metadata', '169.254.169.254', 'fd00:ec2::254', '168.63.129.16', '100.100.100.200', '192.0.0.192'],
  ['unspecified', '0.0.0.0/8', '::'],
  ['loopback', '127.0.0.0/8', '::1'],
  ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fec0::/10', '64:ff9b:1::/48'],
  ['shared', '100.64.0.0/10'],
  ['link-local', '169.254.0.0/16', 'fe80::/10'],
  ['documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  ['benchmarking', '198.18.0.0/15', '2001:2::/48'],
  ['multicast', '224.0.0.0/4', 'ff00::/8'],
  ['tunnel', '192.88.99.0/24', '2001::/32', '2002::/16'],
  ['reserved', '192.0.0.0/24', '240.0.0.0/4', '100::/64', '2001::/23', '5f00::/16'],
]

const uses = table.flatMap(([use, ...ranges]) => ranges.map((text) => ({ use, range: read(text) })))

function read(text: string): IpRange {
  const range = parseRange(text)
  if (!range) throw new Error(`${text} is no range`)
  return range
}

/** What an address is set aside for; `undefined`: it may be anybody's. */
export function specialUse(address: IpAddress): SpecialUse | undefined {
  return uses.find(({ range }) => covers(range, address))?.use
}

/** The addresses of a range that give out credentials. */
export function metadataIn({ family, first, last }: IpRange): string[] {
  return uses.flatMap(({ use, range }) =>
    use === 'metadata' && range.family === family && first <= range.first && range.first <= last ? range.text : [],
  )
}

const mapped = read('::ffff:0:0/96')
const translated = read('64:ff9b::/96')
const compatible = read('::/96')
const sixToFour = read('2002::/16')

/**
 * Where packets to an IPv6 address that carries an IPv4 address end up: IPv4-mapped (RFC 4291), NAT64 (RFC 6052), 6to4
 * (RFC 3056) and the old IPv4-compatible form.
 */
export function embeddedIpv4(address: IpAddress): IpAddress | undefined {
  if (address.family === 4) return undefined
  if (covers(sixToFour, address)) return ipv4((address.value >> 80n) & 0xffff_ffffn)
  const isLow = [mapped, translated].some((range) => covers(range, address))
  if (isLow || (covers(compatible, address) && address.value > 0xffffn)) return ipv4(address.value & 0xffff_ffffn)
  return undefined
}

function ipv4(value: bigint): IpAddress {
  const parts = [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n)
  return { family: 4, value, text: parts.join('.') }
}

/** The address that packets really reach: the embedded one where there is one. */
export function effectiveAddress(address: IpAddress): IpAddress {
  return embeddedIpv4(address) ?? address
}
