import { type Cpe, parseCpe, quoteCpeValue, unquoteCpeValue } from '#core/vocabulary'

/** A component's CPE as matching compares it: literal values in lower case, `*` is any, `-` is none. */
export interface CpeName {
  /** All attributes as NISTIR 7696 compares them; the version is the component's where the name leaves it open. */
  wfn: Cpe
  part: string
  vendor: string
  product: string
  version: string
  update: string
  targetSoftware: string
  text: string
  /** `cpe:2.3:a:vendor:product:` where nothing in it needs a backslash, for telling criteria apart by their text. */
  prefix?: string
  /** True when Lunette derived it from the table of stock products. */
  derived: boolean
}

const parsed = new Map<string, CpeName | undefined>()
const MAX_KEPT = 4_000

/** Reads a CPE name and remembers the answer (bounded); `undefined` when it is none. */
export function cpeName(text: string): CpeName | undefined {
  if (parsed.has(text)) return parsed.get(text)
  const cpe = parseCpe(text)
  const name = cpe.ok ? nameOf(cpe.value, text) : undefined
  if (parsed.size >= MAX_KEPT) parsed.clear()
  parsed.set(text, name)
  return name
}

/** Values that a formatted string shows as they are: periods and hyphens need no backslash there (NISTIR 7695, 6.2.2). */
const writtenBare = /^\w[\w.-]*$/

/** A parsed name, as matching compares it. */
export function nameOf(wfn: Cpe, text: string, derived = false): CpeName {
  const { part, version, update, targetSw } = wfn
  const [vendor, product] = [unquoteCpeValue(wfn.vendor), unquoteCpeValue(wfn.product)]
  const plain = part !== '*' && writtenBare.test(vendor) && writtenBare.test(product)
  return {
    wfn,
    ...(plain ? { prefix: `cpe:2.3:${part}:${vendor}:${product}:` } : {}),
    part,
    vendor,
    product,
    version: unquoteCpeValue(version),
    update: unquoteCpeValue(update),
    targetSoftware: unquoteCpeValue(targetSw),
    text,
    derived,
  }
}

/** A vendor and a product, unescaped and in lower case. */
export type ProductWords = Pick<CpeName, 'vendor' | 'product'>

/**
 * The product that a name is of, without taking the whole apart: a scanner guesses ten for each of thousands of
 * components, and knowledge speaks of few. `undefined` where it is no name, or leaves vendor or product open.
 */
export function productOfCpe(text: string): ProductWords | undefined {
  const words = wordsOfCpe(text)
  return words === undefined || words.vendor === '*' || words.product === '*' ? undefined : words
}

/** The same, with `*` for what the name leaves open. Whether the rest of the text is a name is not looked at. */
export function wordsOfCpe(text: string): ProductWords | undefined {
  const [, bareVendor, bareProduct] = bareWords.exec(text) ?? []
  if (bareVendor !== undefined && bareProduct !== undefined) return { vendor: bareVendor, product: bareProduct }
  if (!text.startsWith(HEAD)) return cpeName(text)
  const vendor = text.indexOf(':', HEAD.length) + 1
  const product = fieldEnd(text, vendor) + 1
  const end = fieldEnd(text, product)
  if (vendor === 0 || product === 0 || end < 0) return undefined
  return { vendor: literal(text.slice(vendor, product - 1)), product: literal(text.slice(product, end)) }
}

const HEAD = 'cpe:2.3:'
/** Vendor and product as most names have them: in lower case, and nothing in them quoted. */
const bareWords = /^cpe:2\.3:[^:]*:([a-z\d_.-]+):([a-z\d_.-]+):/

/** The colon that ends a field; one behind a backslash is part of it. */
function fieldEnd(text: string, start: number): number {
  let end = text.indexOf(':', start)
  while (end > start && isQuoted(text, end)) end = text.indexOf(':', end + 1)
  return end
}

/** An even number of backslashes are characters of their own. */
function isQuoted(text: string, place: number): boolean {
  let first = place
  while (text[first - 1] === '\\') first -= 1
  return (place - first) % 2 === 1
}

function literal(field: string): string {
  return unquoteCpeValue(field).toLowerCase()
}

/** The CPEs of a component that name a product; those without a version take the component's. */
export function namesOfCpes(cpes: readonly string[], version: string | undefined): CpeName[] {
  const names: CpeName[] = []
  for (const text of cpes) {
    const name = cpeName(text)
    if (name === undefined || name.vendor === '*' || name.product === '*') continue
    names.push(withVersion(name, version))
  }
  return names
}

/** The name with the component's version where it leaves its own open. */
export function withVersion(name: CpeName, version: string | undefined): CpeName {
  const open = name.version === '*' || name.version === '-'
  if (!open || version === undefined) return name
  return { ...name, version: version.toLowerCase(), wfn: { ...name.wfn, version: quoteCpeValue(version) } }
}
