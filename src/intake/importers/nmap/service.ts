import { type Component, type Cpe, formatCpe, parseCpe, type ReportedPlace, unquoteCpeValue } from '#core/vocabulary'
import type { ImportInput } from '../contract.ts'
import { childrenOf, type XmlNode } from '../shared/input/xml-elements.ts'
import type { InventoryCollector } from '../shared/inventory/collector.ts'

/**
 * The software behind a port, where nmap asked it and it said what it is. A service known only by its port number is no
 * evidence of any software.
 */
export function serviceOf(
  collector: InventoryCollector,
  service: XmlNode,
  { host, port, protocol }: ReportedPlace,
  input: ImportInput,
): Component | undefined {
  const { product, version, method, extrainfo } = service.attributes
  const cpes = childrenOf(service, 'cpe').flatMap(({ text }) => cpeOf(text.trim()))
  const software = cpes.find(({ part }) => part === 'a') ?? cpes.find(({ part }) => part === 'h')
  if (method === 'table' || (!software && !product)) return undefined
  return collector.add({
    ref: `${host} ${port}/${protocol}`,
    name: software ? unquoteCpeValue(software.product) : product!,
    version: versionOf(version, extrainfo),
    cpes: software ? [formatCpe(software)] : [],
    location: `${protocol}/${port}`,
    evidence: [{ kind: 'banner', by: 'nmap', path: input.path, pointer: `${host} ${port}/${protocol}` }],
  })
}

function cpeOf(text: string): Cpe[] {
  const cpe = parseCpe(text)
  return cpe.ok ? [cpe.value] : []
}

/** nmap puts a distribution's build into either field: `8.9p1 Ubuntu 3ubuntu0.6`. */
function versionOf(version: string | undefined, extrainfo = ''): string | undefined {
  if (!version) return undefined
  const [, upstream, family, revision] = /^(\S+) (Debian|Ubuntu|Raspbian) ([\w.+~-]+)$/.exec(version) ?? []
  if (upstream) return `${upstream} ${family}-${revision}`
  const [, build] = /\b((?:Debian|Ubuntu|Raspbian)-[\w.+~-]+)/.exec(extrainfo) ?? []
  return build ? `${version} ${build}` : version
}
