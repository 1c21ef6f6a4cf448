import type { VexStatus } from '#core/vocabulary'
import { productTree, readProductTree } from '#core/vocabulary/vex'
import { compact, groupBy, isObject, objectsOf, textOf, textsOf, without } from './json.ts'
import type { JsonObject, VexAction, VexBook, VexClaim, VexProduct } from './types.ts'

/** Source: CSAF 2.0, sections 3.2.2, 3.2.3 and 4.5 (VEX profile). Lists in the order they are written. */
const statuses: Readonly<Record<string, VexStatus>> = {
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not-affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  under_investigation: 'under-investigation',
}
const usual: Readonly<Record<VexStatus, string>> = {
  'not-affected': 'known_not_affected',
  affected: 'known_affected',
  fixed: 'fixed',
  'under-investigation': 'under_investigation',
}
/** What is said of products by their ids, beside their status. */
const saidOfProducts = ['flags', 'threats', 'remediations'] as const
type SaidOf = (typeof saidOfProducts)[number]

type Products = ReturnType<typeof readProductTree>

export function readCsafBook(document: JsonObject): VexBook {
  const products = readProductTree(productTree.catch(productTree.parse({})).parse(document.product_tree ?? {}))
  const units: JsonObject[] = []
  const claims: VexClaim[] = []
  const entries = Array.isArray(document.vulnerabilities) ? document.vulnerabilities : []
  for (const [unit, entry] of entries.entries()) {
    const said = isObject(entry) ? readUnit(entry, unit, products) : []
    claims.push(...said)
    units.push(isObject(entry) && said.length > 0 ? carriedOf(entry, said) : { whole: entry })
  }
  const meta = isObject(document.document) ? document.document : {}
  const tracking = isObject(meta.tracking) ? meta.tracking : {}
  const head = compact({
    id: textOf(tracking.id),
    author: isObject(meta.publisher) ? textOf(meta.publisher.name) : undefined,
    at: textOf(tracking.current_release_date),
  })
  const carried = document.vulnerabilities === undefined ? { ...document } : { ...document, vulnerabilities: [] }
  return { format: 'csaf', head, claims, units, carried }
}

/** One claim for each product and list it stands in. */
function readUnit(entry: JsonObject, unit: number, products: Products): VexClaim[] {
  const [vulnerability, ...aliases] = namesOf(entry)
  if (vulnerability === undefined || !isObject(entry.product_status)) return []
  return Object.entries(entry.product_status).flatMap(([list, ids]) => {
    const status = statuses[list]
    if (!status) return []
    return textsOf(ids).map((id): VexClaim => {
      const about = Object.fromEntries(saidOfProducts.map((key) => [key, placesOf(entry[key], id)]))
      const entries = (key: SaidOf) => objectsOf(entry[key]).filter((said) => speaksOf(said, id, products))
      return {
        unit,
        ...{ vulnerability, aliases, status },
        products: [readProduct(id, products)],
        parts: [],
        ...(list !== usual[status] && { said: list }),
        actions: entries('remediations').map(actionOf),
        ...compact({
          justification: entries('flags').flatMap(({ label }) => textOf(label) ?? [])[0],
          impact: entries('threats')
            .filter(({ category }) => category === 'impact')
            .flatMap(({ details }) => textOf(details) ?? [])[0],
          at: [...entries('flags'), ...entries('threats')].flatMap(({ date }) => textOf(date) ?? [])[0],
        }),
        carried: { about },
      }
    })
  })
}

function namesOf(entry: JsonObject): string[] {
  return [textOf(entry.cve), ...objectsOf(entry.ids).map(({ text }) => textOf(text))].filter((id) => id !== undefined)
}

function readProduct(id: string, { byId }: Products): VexProduct {
  const { identifiers = [id], subcomponents = [] } = byId.get(id) ?? {}
  return { ref: id, ids: [...identifiers], parts: [...subcomponents], carried: {} }
}

function speaksOf(said: JsonObject, id: string, { groups }: Products): boolean {
  return (
    textsOf(said.product_ids).includes(id) || textsOf(said.group_ids).some((group) => groups.get(group)?.includes(id))
  )
}

/** Where the product is named by its own id; what names it by a group stays as it is. */
function placesOf(list: unknown, id: string): number[] {
  return Array.isArray(list)
    ? list.flatMap((said, place) => (isObject(said) && textsOf(said.product_ids).includes(id) ? [place] : []))
    : []
}

function actionOf({ category, details }: JsonObject): VexAction {
  const how = textOf(category)
  return { ...(how !== undefined && { how }), text: textOf(details) ?? '' }
}

/** The unit without what its claims hold: their places in lists are put back when it is written. */
function carriedOf(entry: JsonObject, claims: readonly VexClaim[]): JsonObject {
  const refs = new Set(claims.map(({ products }) => products[0]?.ref))
  const rest = without(entry, 'product_status', ...saidOfProducts)
  const others = Object.fromEntries(
    Object.entries(entry.product_status as JsonObject).map(([list, ids]) => [list, statuses[list] ? [] : ids]),
  )
  const lists = saidOfProducts.filter((key) => entry[key] !== undefined)
  return {
    ...rest,
    product_status: others,
    ...Object.fromEntries(
      lists.map((key) => [
        key,
        Array.isArray(entry[key])
          ? entry[key].map((said) =>
              isObject(said) && Array.isArray(said.product_ids)
                ? { ...said, product_ids: said.product_ids.filter((id) => !refs.has(id)) }
                : said,
            )
          : entry[key],
      ]),
    ),
  }
}

export function writeCsafBook(book: VexBook): JsonObject {
  const products = readProductTree(productTree.catch(productTree.parse({})).parse(book.carried.product_tree ?? {}))
  const byUnit = groupBy(book.claims, ({ unit }) => String(unit))
  const entries = book.units.map((unit, index): unknown => {
    const claims = byUnit.get(String(index))
    return claims ? writeUnit(unit, claims, products) : unit.whole
  })
  return book.carried.vulnerabilities === undefined
    ? { ...book.carried }
    : { ...book.carried, vulnerabilities: entries }
}

function writeUnit(unit: JsonObject, claims: readonly VexClaim[], products: Products): JsonObject {
  const status: Record<string, string[]> = {}
  for (const [list, ids] of Object.entries(isObject(unit.product_status) ? unit.product_status : {}))
    status[list] = [...textsOf(ids)]
  const lists = Object.fromEntries(saidOfProducts.map((key) => [key, copied(unit[key])])) as Record<
    SaidOf,
    JsonObject[]
  >
  for (const claim of claims) {
    const list = claim.said !== undefined && statuses[claim.said] === claim.status ? claim.said : usual[claim.status]
    for (const product of claim.products) {
      status[list] = [...(status[list] ?? []), product.ref]
      for (const key of saidOfProducts) sayAgain(lists[key], key, claim, product.ref)
      sayAnew(lists, claim, product.ref, products)
    }
  }
  const said = saidOfProducts.filter((key) => unit[key] !== undefined || lists[key].length > 0)
  return { ...unit, product_status: status, ...Object.fromEntries(said.map((key) => [key, lists[key]])) }
}

/** Puts the product back where it was named, as long as that says what the claim says. */
function sayAgain(list: JsonObject[], key: SaidOf, claim: VexClaim, ref: string): void {
  const about = isObject(claim.carried.about) ? claim.carried.about : {}
  for (const place of Array.isArray(about[key]) ? (about[key] as number[]) : []) {
    const said = list[place]
    if (said && holdsStill(key, said, claim)) addTo(said.product_ids as string[], ref)
  }
}

function holdsStill(key: SaidOf, said: JsonObject, claim: VexClaim): boolean {
  if (key === 'flags') return claim.justification !== undefined
  if (key === 'threats') return said.category !== 'impact' || claim.impact === said.details
  return claim.actions.some(({ text }) => text === said.details)
}

/** What the claim says and nothing in the unit says yet of this product. */
function sayAnew(lists: Record<SaidOf, JsonObject[]>, claim: VexClaim, ref: string, products: Products): void {
  const { justification, impact, actions, at } = claim
  const date = at === undefined ? {} : { date: at }
  const say = (key: SaidOf, wanted: JsonObject) => {
    const isIt = (said: JsonObject) => Object.entries(wanted).every(([name, value]) => said[name] === value)
    const found = lists[key].filter(isIt)
    if (found.some((said) => speaksOf(said, ref, products))) return
    const fresh = found.find((said) => said.group_ids === undefined && said.product_ids !== undefined)
    if (fresh) addTo(fresh.product_ids as string[], ref)
    else lists[key].push({ ...wanted, ...(key !== 'remediations' && date), product_ids: [ref] })
  }
  if (justification !== undefined) say('flags', { label: csafJustification(justification) })
  if (impact !== undefined) say('threats', { category: 'impact', details: impact })
  for (const { how = 'mitigation', text } of actions)
    if (text !== '') say('remediations', { category: how, details: text })
}

function copied(list: unknown): JsonObject[] {
  return objectsOf(list).map((said) => ({
    ...said,
    ...(Array.isArray(said.product_ids) && { product_ids: [...said.product_ids] }),
  }))
}

function addTo(ids: string[], id: string): void {
  if (!ids.includes(id)) ids.push(id)
}

/** CycloneDX's justifications in CSAF's and OpenVEX's words; their own stay. */
const inCsaf: Readonly<Record<string, string>> = {
  code_not_present: 'vulnerable_code_not_present',
  code_not_reachable: 'vulnerable_code_not_in_execute_path',
  requires_configuration: 'vulnerable_code_cannot_be_controlled_by_adversary',
  requires_dependency: 'vulnerable_code_cannot_be_controlled_by_adversary',
  requires_environment: 'vulnerable_code_cannot_be_controlled_by_adversary',
  protected_by_compiler: 'inline_mitigations_already_exist',
  protected_at_runtime: 'inline_mitigations_already_exist',
  protected_at_perimeter: 'inline_mitigations_already_exist',
  protected_by_mitigating_control: 'inline_mitigations_already_exist',
}

export function csafJustification(word: string): string {
  return inCsaf[word] ?? word
}

/** The frame of a document made anew, with a tree of the products that its statements are about. */
export function csafFrame(
  head: Required<VexBook['head']>,
  tool: { name: string; version: string },
  claims: readonly VexClaim[],
): JsonObject {
  const { at, author, id } = head
  const products = new Map(claims.flatMap((claim) => claim.products.map((product) => [product.ref, product] as const)))
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title: `Exploitability as judged by ${author}`,
      publisher: { category: 'user', name: author, namespace: 'urn:lunette' },
      tracking: {
        current_release_date: at,
        id,
        initial_release_date: at,
        revision_history: [{ date: at, number: '1', summary: 'first' }],
        status: 'final',
        version: '1',
        generator: { engine: tool },
      },
    },
    // Empty lists are none in CSAF.
    ...(products.size > 0 && { product_tree: treeOf([...products.values()]), vulnerabilities: [] }),
  }
}

/** Parts are products of their own, joined with the whole by a relationship. */
function treeOf(products: readonly VexProduct[]): JsonObject {
  const names = new Map<string, JsonObject>()
  const relationships: JsonObject[] = []
  const name = (id: string, ids: readonly string[]) => {
    if (!names.has(id)) names.set(id, fullName(id, ids))
    return id
  }
  for (const { ref, ids, parts } of products) {
    const [part] = parts
    if (part === undefined) {
      name(ref, ids)
      continue
    }
    relationships.push({
      category: 'default_component_of',
      product_reference: name(`part:${part}`, [part]),
      relates_to_product_reference: name(`whole:${ids[0]}`, ids),
      full_product_name: { name: `${part} in ${ids[0]}`, product_id: ref },
    })
  }
  return compact({
    full_product_names: [...names.values()],
    relationships: relationships.length > 0 ? relationships : undefined,
  })
}

function fullName(id: string, ids: readonly string[]): JsonObject {
  const purl = ids.find((one) => one.startsWith('pkg:'))
  const cpe = ids.find((one) => one.startsWith('cpe:'))
  const helper = compact({ purl, cpe })
  return compact({
    name: ids[0] ?? id,
    product_id: id,
    product_identification_helper: Object.keys(helper).length > 0 ? helper : undefined,
  })
}
