import type { AffectedPackage, Statement } from '#core/vocabulary'
import { type Json, list, object, text, texts } from './json.ts'
import { blankStatement } from './statement.ts'

interface Product {
  name: string
  /** With epoch, as the product id writes it. */
  version: string | undefined
}

/** One CSAF VEX document of a distribution: products by relationship, fixed, affected and not affected ones by status. */
export function readCsafRecord(item: Json, ecosystem: string): Statement[] {
  const products = productsOf(item)
  return list(item.vulnerabilities).flatMap((vulnerability) => {
    const cve = text(vulnerability.cve)
    const status = object(vulnerability.product_status)
    if (cve === undefined || status === undefined) return []
    const shared = { kind: 'package' as const, ecosystem, scheme: 'rpm' as const }
    const of = (field: string) => texts(status[field]).flatMap((id) => products.get(id) ?? [])
    const affected: AffectedPackage[] = [
      ...of('fixed').flatMap(({ name, version }) =>
        version === undefined ? [] : [{ ...shared, name, status: 'affected' as const, intervals: [{ max: version }] }],
      ),
      ...of('known_affected').map(({ name }) => ({
        ...shared,
        name,
        status: 'affected' as const,
        intervals: [{}],
        fixState: 'not-fixed' as const,
      })),
      ...of('known_not_affected').map(({ name }) => ({
        ...shared,
        name,
        status: 'unaffected' as const,
        intervals: [{}],
      })),
    ]
    return [
      { ...blankStatement, source: `vunnel:${ecosystem}`, recordId: `${ecosystem} ${cve}`, related: [cve], affected },
    ]
  })
}

function productsOf(item: Json): Map<string, Product> {
  const byId = new Map<string, Product>()
  const tree = object(item.product_tree)
  const walk = (branches: Json[]): void => {
    for (const branch of branches) {
      const product = object(branch.product)
      const id = text(product?.product_id)
      const purl = text(object(product?.product_identification_helper)?.purl)
      const name = purl === undefined ? undefined : /^pkg:rpm\/[^/]+\/([^@?]+)/.exec(purl)?.[1]
      if (id !== undefined && name !== undefined && !purl?.includes('arch=src')) {
        const version = id.startsWith(`${name}-`) && id !== name ? id.slice(name.length + 1) : undefined
        byId.set(id, { name, version: version?.replace(/\.(?:x86_64|aarch64|noarch)$/, '') })
      }
      walk(list(branch.branches))
    }
  }
  walk(list(tree?.branches))
  for (const relation of list(tree?.relationships)) {
    const id = text(object(relation.full_product_name)?.product_id)
    const product = byId.get(text(relation.product_reference) ?? '')
    if (id !== undefined && product !== undefined) byId.set(id, product)
  }
  return byId
}
