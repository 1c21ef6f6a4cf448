import { z } from 'zod'
import { parsePurl } from '../purl/index.ts'
import { narrowed } from './narrow.ts'

const text = z.string().min(1).max(10_000)
const helper = z.object({ purl: text.optional(), purls: z.array(text).optional(), cpe: text.optional() })
const fullProductName = z.object({
  name: text,
  product_id: text,
  product_identification_helper: helper.optional().catch(undefined),
})
const relationship = z.object({
  full_product_name: fullProductName,
  product_reference: text,
  relates_to_product_reference: text,
})
const branch = z.object({
  category: z.string().optional().catch(undefined),
  name: z.string().max(10_000).optional().catch(undefined),
  branches: z.array(z.unknown()).optional(),
  product: fullProductName.optional(),
})
type Branch = z.infer<typeof branch>

export const productTree = z.object({
  branches: z.array(z.unknown()).default([]),
  full_product_names: z.array(z.unknown()).default([]),
  relationships: z.array(z.unknown()).default([]),
  product_groups: z.array(z.unknown()).default([]),
})

const productGroup = z.object({ group_id: text, product_ids: z.array(text) })

/** A product a status can name: what identifies it, and inside which other product it sits. */
interface CsafProduct {
  identifiers: string[]
  /** Identifiers of the component, where the product is a component of `identifiers`. */
  subcomponents: string[]
}

export interface CsafProducts {
  byId: ReadonlyMap<string, CsafProduct>
  groups: ReadonlyMap<string, readonly string[]>
  /** Ids that are defined twice, or through themselves. Nothing said of them is used. */
  unusable: ReadonlySet<string>
}

const MAX_DEPTH = 40
const MAX_PRODUCTS = 500_000

/** Resolves a CSAF product tree. Source: CSAF 2.0, section 3.2.2. */
export function readProductTree(tree: z.infer<typeof productTree>): CsafProducts {
  const byId = new Map<string, CsafProduct>()
  const unusable = new Set<string>()
  const add = (id: string, product: CsafProduct) => {
    if (byId.has(id)) unusable.add(id)
    if (byId.size < MAX_PRODUCTS) byId.set(id, product)
  }
  for (const entry of tree.full_product_names) {
    const parsed = fullProductName.safeParse(entry)
    if (parsed.success) add(parsed.data.product_id, { identifiers: identifiersOf(parsed.data), subcomponents: [] })
  }
  for (const { product, ...place } of productsInBranches(tree.branches)) {
    const identifiers = identifiersOf(product).map((identifier) => withVersionOfBranch(identifier, place))
    add(product.product_id, { identifiers, subcomponents: [] })
  }
  addRelationships(tree.relationships, byId, unusable, add)
  return { byId, unusable, groups: readGroups(tree.product_groups, unusable) }
}

function* productsInBranches(
  branches: readonly unknown[],
): Generator<Pick<Branch, 'category' | 'name'> & { product: z.infer<typeof fullProductName> }> {
  const stack = branches.map((entry) => ({ entry, depth: 0 })).reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    const parsed = branch.safeParse(next.entry)
    if (!parsed.success || next.depth > MAX_DEPTH) continue
    const { category, name, product, branches: inner } = parsed.data
    if (product) yield { category, name, product }
    for (const entry of inner ?? []) stack.push({ entry, depth: next.depth + 1 })
  }
}

/** A purl without a version names every version; the branch it stands in says which are meant (CSAF 2.0, 3.1.2.2). */
function withVersionOfBranch(identifier: string, { category, name }: Pick<Branch, 'category' | 'name'>): string {
  const purl = parsePurl(identifier)
  if (!purl.ok || purl.value.version !== undefined || name === undefined) return identifier
  if (category === 'product_version') return narrowed(identifier, { version: name })
  // A range in words is no range that can be checked: as an unreadable one it covers nothing.
  return category === 'product_version_range' ? narrowed(identifier, { vers: name }) : identifier
}

/** Relationships may build on each other in any order, so they are taken until no more can be resolved. */
function addRelationships(
  entries: readonly unknown[],
  byId: ReadonlyMap<string, CsafProduct>,
  unusable: Set<string>,
  add: (id: string, product: CsafProduct) => void,
): void {
  let open = entries.flatMap((entry) => relationship.safeParse(entry).data ?? [])
  for (let progress = true; progress && open.length > 0; ) {
    const waiting: typeof open = []
    for (const entry of open) {
      const part = byId.get(entry.product_reference)
      const whole = byId.get(entry.relates_to_product_reference)
      if (part && whole) add(entry.full_product_name.product_id, join(entry.full_product_name, part, whole))
      else waiting.push(entry)
    }
    progress = waiting.length < open.length
    open = waiting
  }
  for (const entry of open) unusable.add(entry.full_product_name.product_id)
}

function join(name: z.infer<typeof fullProductName>, part: CsafProduct, whole: CsafProduct): CsafProduct {
  const own = helperIds(name.product_identification_helper)
  const component = part.subcomponents.length > 0 ? part.subcomponents : part.identifiers
  return { identifiers: whole.identifiers, subcomponents: own.length > 0 ? own : component }
}

function readGroups(entries: readonly unknown[], unusable: Set<string>): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>()
  for (const entry of entries) {
    const parsed = productGroup.safeParse(entry)
    if (!parsed.success) continue
    const { group_id: id, product_ids: ids } = parsed.data
    // A group defined twice makes it unclear which products are meant.
    if (groups.has(id)) for (const product of [...ids, ...(groups.get(id) ?? [])]) unusable.add(product)
    groups.set(id, ids)
  }
  return groups
}

/** purls first, CPE second; a product that has neither stands as its name. */
function identifiersOf(name: z.infer<typeof fullProductName>): string[] {
  const ids = helperIds(name.product_identification_helper)
  return ids.length > 0 ? ids : [name.name]
}

function helperIds(given: z.infer<typeof helper> | undefined): string[] {
  const purls = [...(given?.purl === undefined ? [] : [given.purl]), ...(given?.purls ?? [])]
  return purls.length > 0 ? purls : given?.cpe === undefined ? [] : [given.cpe]
}
