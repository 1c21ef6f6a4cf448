import { registrableDomain } from '../asset-name.ts'
import type { DnsName } from './name.ts'

/** Parents whose zone is remembered: names are asked by the ten thousand, and lie in few. */
const REMEMBERED = 10_000
const zones = new Map<string, string>()

/**
 * The zone that a question counts for: what was registered (`www.shop.example.co.uk` → `example.co.uk`); of reverse names
 * the network, a /24, of IPv6 a /64.
 */
export function zoneAsked(name: DnsName): string {
  const parent = name.slice(name.indexOf('.') + 1)
  const known = zones.get(parent)
  // A parent that was registered, or lies in what was, has the zone of all its names; one that is a suffix has none.
  if (known !== undefined) return known
  const zone = zoneOf(name)
  if (zone === name) return zone
  if (zones.size >= REMEMBERED) zones.clear()
  zones.set(parent, zone)
  return zone
}

function zoneOf(name: DnsName): string {
  const labels = name.split('.')
  if (name.endsWith('.in-addr.arpa')) return labels.slice(-5).join('.')
  if (name.endsWith('.ip6.arpa')) return labels.slice(-18).join('.')
  return registrableDomain(name) ?? name
}
