import { child, childrenOf, type XmlNode } from '../shared/input/xml-elements.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { hostOf } from '../shared/report/address.ts'

/** Whoever holds an address chooses what it is called in reverse: it need be nobody else's name. */
const REVERSE = 50

/** Names and addresses of a host as nmap met them; returns the addresses. */
export function relateHost(collector: InventoryCollector, node: XmlNode, host: string): string[] {
  const addresses = childrenOf(node, 'address')
    .filter(({ attributes }) => attributes.addrtype !== 'mac')
    .flatMap(({ attributes }) => hostOf(attributes.addr ?? '') ?? [])
  for (const name of addresses)
    collector.relate({ kind: 'ip_address', to: { kind: 'ip-address', name }, host, confidence: 100 })
  for (const { attributes } of childrenOf(child(node, 'hostnames'), 'hostname')) {
    const name = hostOf(attributes.name ?? '')
    if (name?.includes('.')) relateName(collector, name, attributes.type === 'PTR', { host, addresses })
  }
  return addresses
}

/** A name that was asked for led to the address; one that the address gave leads nowhere yet. */
function relateName(
  collector: InventoryCollector,
  name: string,
  isReverse: boolean,
  { host, addresses }: { host: string; addresses: readonly string[] },
): void {
  const named = { kind: 'hostname', name } as const
  if (!isReverse) collector.relate({ kind: 'hostname', to: named, host, confidence: 100 })
  for (const one of addresses) {
    const address = { kind: 'ip-address', name: one } as const
    if (isReverse) collector.relate({ kind: 'ptr_record', from: address, to: named, host, confidence: REVERSE })
    else collector.relate({ kind: 'dns_record', from: named, to: address, host, confidence: 100 })
  }
}
