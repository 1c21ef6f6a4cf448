import { parseCpe, unquoteCpeValue } from '#core/vocabulary'

/** A component's CPE as matching compares it: literal values in lower case, `*` is any, `-` is none. */
export interface CpeName {
  part: string
  vendor: string
  product: string
  version: string
  update: string
  targetSoftware: string
  text: string
  /** `cpe:2.3:a:vendor:product:` where nothing in it needs quoting, for telling criteria apart by their text. */
  prefix?: string
  /** True when Lunette derived it from the table of stock products. */
  derived: boolean
}

const parsed = new Map<string, CpeName | undefined>()
const MAX_KEPT = 4_000

/** Reads a CPE name and remembers the answer (bounded); `undefined` when it is none. */
export function cpeName(text: string): CpeName | undefined {
  if (parsed.has(text)) return parsed.get(text)
  const name = readName(text)
  if (parsed.size >= MAX_KEPT) parsed.clear()
  parsed.set(text, name)
  return name
}

function readName(text: string): CpeName | undefined {
  const cpe = parseCpe(text)
  if (!cpe.ok) return undefined
  const { part, vendor, product, version, update, targetSw } = cpe.value
  const plain = part !== '*' && /^\w+$/.test(`${vendor}${product}`)
  return {
    ...(plain ? { prefix: `cpe:2.3:${part}:${vendor}:${product}:` } : {}),
    part,
    vendor: unquoteCpeValue(vendor),
    product: unquoteCpeValue(product),
    version: unquoteCpeValue(version),
    update: unquoteCpeValue(update),
    targetSoftware: unquoteCpeValue(targetSw),
    text,
    derived: false,
  }
}

/** The CPEs of a component that name a product; those without a version take the component's. */
export function namesOfCpes(cpes: readonly string[], version: string | undefined): CpeName[] {
  const names: CpeName[] = []
  for (const text of cpes) {
    const name = cpeName(text)
    if (name === undefined || name.vendor === '*' || name.product === '*') continue
    const open = name.version === '*' || name.version === '-'
    names.push(open && version !== undefined ? { ...name, version: version.toLowerCase() } : name)
  }
  return names
}
