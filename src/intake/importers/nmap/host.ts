import type { ReportedPlace } from '#core/vocabulary'
import type { ImportInput } from '../contract.ts'
import { child, childrenOf, type XmlNode } from '../shared/input/xml-elements.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'
import { hostOf, portOf } from '../shared/report/address.ts'
import { relatePort, reportOpenPort } from '../shared/report/open-port.ts'
import { relateHost } from './relations.ts'
import { readScripts } from './script.ts'
import { serviceOf } from './service.ts'

/** Reads one host; returns its name. A host that is down, or says neither name nor address, gives nothing. */
export function readHost(collector: InventoryCollector, node: XmlNode, input: ImportInput): string[] {
  if (child(node, 'status')?.attributes.state === 'down') return []
  const host = nameOf(node)
  if (host === undefined) {
    collector.drop('no-host', 'a host without an address')
    return []
  }
  const addresses = relateHost(collector, node, host)
  for (const port of childrenOf(child(node, 'ports'), 'port')) readPort(collector, port, { host, addresses }, input)
  readScripts(collector, childrenOf(child(node, 'hostscript'), 'script'), { host }, undefined)
  return [host]
}

/** The name that was asked for, else the one its address resolves to, else the address. */
function nameOf(node: XmlNode): string | undefined {
  const names = childrenOf(child(node, 'hostnames'), 'hostname')
  const asked = names.find(({ attributes }) => attributes.type === 'user') ?? names[0]
  const addresses = childrenOf(node, 'address').filter(({ attributes }) => attributes.addrtype !== 'mac')
  return [asked?.attributes.name, ...addresses.map(({ attributes }) => attributes.addr)]
    .flatMap((said) => hostOf(said ?? '') ?? [])
    .at(0)
}

/** An open port with its service; closed and filtered ones are no findings. */
function readPort(
  collector: InventoryCollector,
  node: XmlNode,
  { host, addresses }: { host: string; addresses: readonly string[] },
  input: ImportInput,
): void {
  if (child(node, 'state')?.attributes.state !== 'open') return
  const { protocol = 'tcp', portid } = node.attributes
  const { port } = portOf(portid)
  if (port === undefined || !/^[a-z]{2,10}$/.test(protocol)) {
    collector.drop('no-port', `${host}: ${(portid ?? '').slice(0, 50)}`)
    return
  }
  const place: ReportedPlace = { host, port, protocol }
  relatePort(collector, place, addresses)
  const service = child(node, 'service')
  const component = service && serviceOf(collector, service, place, input)
  readScripts(collector, childrenOf(node, 'script'), place, component)
  reportOpenPort(collector, place, { ...described(service), ...(component ? { component } : {}) })
}

const MAX_WORDS = 300

/** What nmap makes of the service, in its own words; nothing that the service itself wrote at length. */
function described(service: XmlNode | undefined): { description?: string } {
  const { name, product, version, extrainfo, tunnel } = service?.attributes ?? {}
  const said = [tunnel, name, product, version, extrainfo && `(${extrainfo})`].filter(Boolean).join(' ')
  return said ? { description: said.slice(0, MAX_WORDS) } : {}
}
