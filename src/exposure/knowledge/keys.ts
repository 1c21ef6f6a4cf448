import {
  type Affected,
  type AffectedCpe,
  type CpeMatch,
  cpeKey,
  type KnowledgeKey,
  packageKey,
  productKey,
} from '#core/vocabulary'

/** Splits a CPE 2.3 formatted string at its unquoted colons and takes the quoting of vendor and product away (NISTIR 7695, 6.2). */
function vendorAndProduct(cpe: string): [string, string] | undefined {
  const parts = cpe.split(/(?<!\\):/, 6)
  const [prefix, , , vendor, product] = parts
  if (prefix !== 'cpe' || vendor === undefined || product === undefined) return undefined
  return [unquote(vendor), unquote(product)]
}

function keyOfMatch(match: CpeMatch): KnowledgeKey | undefined {
  const named = vendorAndProduct(match.cpe)
  return named && cpeKey(...named)
}

function unquote(part: string): string {
  return part.replace(/\\(.)/g, '$1').toLowerCase()
}

const keysByKind: { [K in Affected['kind']]: (affected: Extract<Affected, { kind: K }>) => KnowledgeKey[] } = {
  package: (affected) => [packageKey(affected.ecosystem, affected.name)],
  product: (affected) => [productKey(affected.vendor, affected.product)],
  cpe: (affected) =>
    affected.nodes.flatMap((node) =>
      node.matches.flatMap((match) => (match.vulnerable ? (keyOfMatch(match) ?? []) : [])),
    ),
}

/** The keys one affected entry is looked up by; a CPE configuration has one for each vulnerable product in it. */
export function keysOf(affected: Affected): KnowledgeKey[] {
  const keys = (keysByKind[affected.kind] as (entry: Affected) => KnowledgeKey[])(affected)
  return keys.length > 1 ? [...new Set(keys)] : keys
}

/** The entries of a statement under each of its keys; of a configuration only the part that speaks about the key. */
export function affectedByKey(affected: readonly Affected[]): Map<KnowledgeKey, Affected[]> {
  const byKey = new Map<KnowledgeKey, Affected[]>()
  for (const entry of affected) {
    const keys = keysOf(entry)
    for (const key of keys) {
      const part = entry.kind === 'cpe' && keys.length > 1 ? restrictTo(entry, key) : entry
      const entries = byKey.get(key)
      if (entries) entries.push(part)
      else byKey.set(key, [part])
    }
  }
  return byKey
}

/**
 * A configuration as far as it can be met through one product: alternatives to that product are left out, what it
 * must run on or together with stays. Without this a configuration of n products would be held n times.
 */
function restrictTo(configuration: AffectedCpe, key: KnowledgeKey): AffectedCpe {
  const speaks = (match: CpeMatch) => match.vulnerable && keyOfMatch(match) === key
  const nodes = configuration.nodes.flatMap((node) => {
    const own = node.matches.filter(speaks)
    if (own.length > 0) return [node.operator === 'OR' && !node.negate ? { ...node, matches: own } : node]
    return configuration.operator === 'OR' && !configuration.negate ? [] : [node]
  })
  return { ...configuration, nodes }
}

/** The ecosystems (with release) a statement speaks about; `cpe` and `product` stand for the other two kinds. */
export function ecosystemsOf(affected: readonly Affected[]): string[] {
  return [...new Set(affected.map((entry) => (entry.kind === 'package' ? entry.ecosystem : entry.kind)))]
}
