import { getDomain } from 'tldts'
import type { NamedAsset } from '#core/vocabulary'
import type { DnsName } from './dns/name.ts'

/** The part of a name that somebody registers (Public Suffix List, its private part included); `undefined`: above it. */
export function registrableDomain(name: string): DnsName | undefined {
  const domain = getDomain(name, { allowPrivateDomains: true, validateHostname: false, detectIp: false })
  return (domain ?? undefined) as DnsName | undefined
}

/**
 * The part that a registry knows: where a provider lets its customers have names below one of its own, that one.
 * What is registrable for us (`shop.github.io`) is not always what somebody could register there.
 */
export function registryDomain(name: string): DnsName | undefined {
  return (getDomain(name, { validateHostname: false, detectIp: false }) ?? undefined) as DnsName | undefined
}

/** A name as an asset: what is registered is a domain, what lies in it a host's name. */
export function nameAsset(name: string): NamedAsset {
  return { kind: registrableDomain(name) === name ? 'domain' : 'hostname', name }
}

/**
 * Ends of names that are for the inside of a network and lead nowhere in public: RFC 6762, RFC 8375, RFC 7686, RFC 9476,
 * what ICANN reserved (`internal`) or withholds (`corp`, `home`, `mail`), and what products use (Kubernetes: `svc`).
 */
const inside = new Set(
  'local localhost localdomain internal intranet private lan home corp mail svc home.arpa onion alt workgroup'.split(
    ' ',
  ),
)

/** Whether a name is one for the inside of a network: it says nothing of who may have it. */
export function isInsideName(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1)
  return inside.has(last) || name.endsWith('.home.arpa')
}
