import {
  type Affected,
  type AffectedCpe,
  type AffectedProduct,
  type CpeMatch,
  type CpeNode,
  cpeKey,
  type KnowledgeKey,
  packageKey,
  productKey,
} from '#core/vocabulary'

/** A CNA's own configuration lies beside what else it says of the product, an analyst's beside other analysts'. */
function keyOfName(cpe: string, container: AffectedCpe['container']): KnowledgeKey | undefined {
  const named = productOfName(cpe)
  return named && (container === 'cna' ? productKey(...named) : cpeKey(...named))
}

/** The same for names one after the other: those that begin alike, as the versions of one product do, are cut once. */
export function keyFinder(container: AffectedCpe['container']): (cpe: string) => KnowledgeKey | undefined {
  let beginning: string | undefined
  let key: KnowledgeKey | undefined
  return (cpe) => {
    if (beginning !== undefined && cpe.startsWith(beginning)) return key
    key = keyOfName(cpe, container)
    beginning = beginningOf(cpe)
    return key
  }
}

const PARTS_TO_PRODUCT = 5

/** A name to the colon after its product; `undefined` where it quotes something there or has no more. */
function beginningOf(cpe: string): string | undefined {
  let end = -1
  for (let part = 0; part < PARTS_TO_PRODUCT; part++) {
    end = cpe.indexOf(':', end + 1)
    if (end < 0) return undefined
  }
  const beginning = cpe.slice(0, end + 1)
  return beginning.includes('\\') ? undefined : beginning
}

/** Vendor and product of a CPE 2.3 formatted string, without their quoting (NISTIR 7695, 6.2). */
function productOfName(cpe: string): [vendor: string, product: string] | undefined {
  if (!cpe.includes('\\')) return productOfPlain(cpe)
  const [prefix, , , vendor, product] = cpe.split(/(?<!\\):/, 6)
  if (prefix !== 'cpe' || vendor === undefined || product === undefined) return undefined
  return [unquote(vendor), unquote(product)]
}

/** Where the vendor begins is looked for, not cut out: most names are looked at two or three times. */
function productOfPlain(cpe: string): [vendor: string, product: string] | undefined {
  if (!cpe.startsWith('cpe:')) return undefined
  const part = cpe.indexOf(':', 'cpe:'.length)
  const vendor = part < 0 ? -1 : cpe.indexOf(':', part + 1)
  const product = vendor < 0 ? -1 : cpe.indexOf(':', vendor + 1)
  if (product < 0) return undefined
  const end = cpe.indexOf(':', product + 1)
  return [
    cpe.slice(vendor + 1, product).toLowerCase(),
    cpe.slice(product + 1, end < 0 ? cpe.length : end).toLowerCase(),
  ]
}

function unquote(part: string): string {
  return part.replace(/\\(.)/g, '$1').toLowerCase()
}

const keysByKind: { [K in Affected['kind']]: (affected: Extract<Affected, { kind: K }>) => KnowledgeKey[] } = {
  package: (affected) => [packageKey(affected.ecosystem, affected.name)],
  product: (affected) => [...namesByKey(affected).keys()],
  cpe: ({ nodes, container }) => {
    const keys = new Set<KnowledgeKey>()
    const keyOf = keyFinder(container)
    for (const { matches } of nodes)
      for (const { cpe, vulnerable } of matches) {
        const key = vulnerable ? keyOf(cpe) : undefined
        if (key !== undefined) keys.add(key)
      }
    return [...keys]
  },
}

/** A product's names under each of its keys: its CPEs where it has some, else its words. */
function namesByKey({ vendor, product, cpes = [] }: AffectedProduct): Map<KnowledgeKey, string[]> {
  const names = new Map<KnowledgeKey, string[]>()
  for (const cpe of cpes) {
    const [named, of] = productOfName(cpe) ?? []
    if (named === undefined || of === undefined) continue
    const key = productKey(named, of)
    names.set(key, [...(names.get(key) ?? []), cpe])
  }
  return names.size > 0 ? names : new Map([[productKey(vendor, product), []]])
}

/** The keys one affected entry is looked up by; a CPE configuration has one for each vulnerable product in it. */
export function keysOf(affected: Affected): KnowledgeKey[] {
  const keys = (keysByKind[affected.kind] as (entry: Affected) => KnowledgeKey[])(affected)
  return keys.length > 1 ? [...new Set(keys)] : keys
}

/** The entries of a statement under each of its keys; of a configuration only the part that speaks about the key. */
export function affectedByKey(affected: readonly Affected[]): Map<KnowledgeKey, Affected[]> {
  const byKey = new Map<KnowledgeKey, Affected[]>()
  const add = (key: KnowledgeKey, entry: Affected) => {
    const entries = byKey.get(key)
    if (entries) entries.push(entry)
    else byKey.set(key, [entry])
  }
  for (const entry of affected) {
    if (entry.kind === 'cpe') for (const [key, part] of partsByKey(entry)) add(key, part)
    else if (entry.kind === 'product' && entry.cpes)
      for (const [key, cpes] of namesByKey(entry)) add(key, { ...entry, cpes })
    else for (const key of keysOf(entry)) add(key, entry)
  }
  return byKey
}

/**
 * A configuration as far as it can be met through each of its products: alternatives to that product are left out,
 * what it must run on or together with stays. Without this a configuration of n products would be held n times.
 */
function* partsByKey(configuration: AffectedCpe): Generator<[KnowledgeKey, AffectedCpe]> {
  const keyed = configuration.nodes.map((node) => matchesByKey(node, configuration.container))
  const keys = new Set(keyed.flatMap((matches) => [...matches.keys()]))
  if (keys.size < 2) {
    for (const key of keys) yield [key, configuration]
    return
  }
  const alternatives = configuration.operator === 'OR' && !configuration.negate
  for (const key of keys) {
    const nodes = configuration.nodes.flatMap((node, place) => {
      const own = keyed[place]!.get(key)
      if (!own) return alternatives ? [] : [node]
      return [node.operator === 'OR' && !node.negate ? { ...node, matches: own } : node]
    })
    yield [key, { ...configuration, nodes }]
  }
}

function matchesByKey(node: CpeNode, container: AffectedCpe['container']): Map<KnowledgeKey, CpeMatch[]> {
  const byKey = new Map<KnowledgeKey, CpeMatch[]>()
  const keyOf = keyFinder(container)
  for (const match of node.matches) {
    const key = match.vulnerable ? keyOf(match.cpe) : undefined
    if (key === undefined) continue
    const matches = byKey.get(key)
    if (matches) matches.push(match)
    else byKey.set(key, [match])
  }
  return byKey
}

/** The ecosystems (with release) a statement speaks about; `cpe` and `product` stand for the other two kinds. */
export function ecosystemsOf(affected: readonly Affected[]): string[] {
  return [...new Set(affected.map((entry) => (entry.kind === 'package' ? entry.ecosystem : entry.kind)))]
}
