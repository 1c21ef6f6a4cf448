import { type Affected, cpeKey, type KnowledgeKey, packageKey, productKey } from '#core/vocabulary'

/** Splits a CPE 2.3 formatted string at its unquoted colons and takes the quoting of vendor and product away (NISTIR 7695, 6.2). */
function vendorAndProduct(cpe: string): [string, string] | undefined {
  const parts = cpe.split(/(?<!\\):/, 6)
  const [prefix, , , vendor, product] = parts
  if (prefix !== 'cpe' || vendor === undefined || product === undefined) return undefined
  return [unquote(vendor), unquote(product)]
}

function unquote(part: string): string {
  return part.replace(/\\(.)/g, '$1').toLowerCase()
}

const keysByKind: { [K in Affected['kind']]: (affected: Extract<Affected, { kind: K }>) => KnowledgeKey[] } = {
  package: (affected) => [packageKey(affected.ecosystem, affected.name)],
  product: (affected) => [productKey(affected.vendor, affected.product)],
  cpe: (affected) =>
    affected.nodes.flatMap((node) =>
      node.matches.flatMap((match) => {
        const named = match.vulnerable ? vendorAndProduct(match.cpe) : undefined
        return named ? [cpeKey(...named)] : []
      }),
    ),
}

/** The keys one affected entry is looked up by; a CPE configuration has one for each vulnerable product in it. */
export function keysOf(affected: Affected): KnowledgeKey[] {
  const keys = (keysByKind[affected.kind] as (entry: Affected) => KnowledgeKey[])(affected)
  return keys.length > 1 ? [...new Set(keys)] : keys
}

/** The entries of a statement under each of its keys. */
export function affectedByKey(affected: readonly Affected[]): Map<KnowledgeKey, Affected[]> {
  const byKey = new Map<KnowledgeKey, Affected[]>()
  for (const entry of affected) {
    for (const key of keysOf(entry)) {
      const entries = byKey.get(key)
      if (entries) entries.push(entry)
      else byKey.set(key, [entry])
    }
  }
  return byKey
}

/** The ecosystems (with release) a statement speaks about; `cpe` and `product` stand for the other two kinds. */
export function ecosystemsOf(affected: readonly Affected[]): string[] {
  return [...new Set(affected.map((entry) => (entry.kind === 'package' ? entry.ecosystem : entry.kind)))]
}
