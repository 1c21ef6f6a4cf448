/** A component's CPE as matching compares it; attribute values are unescaped and lower case, `*` is any, `-` is none. */
export interface CpeName {
  part: string
  vendor: string
  product: string
  version: string
  update: string
  targetSoftware: string
  text: string
  /** True when Lunette derived it from the table of stock products. */
  derived: boolean
}

const parsed = new Map<string, CpeName | undefined>()
const MAX_KEPT = 50_000

/** Reads a CPE 2.3 formatted string or 2.2 URI leniently enough for criteria and SBOMs; `undefined` when it is neither. */
export function cpeName(text: string): CpeName | undefined {
  if (parsed.has(text)) return parsed.get(text)
  const fields = text.startsWith('cpe:2.3:') ? splitFormatted(text.slice(8)) : splitUri(text)
  const [part = '', vendor = '', product = '', version = '*', update = '*', , , , targetSoftware = '*'] = fields ?? []
  const name =
    product === '' ? undefined : { part, vendor, product, version, update, targetSoftware, text, derived: false }
  if (parsed.size < MAX_KEPT) parsed.set(text, name)
  return name
}

function splitFormatted(body: string): string[] {
  return body
    .toLowerCase()
    .split(/(?<!\\):/)
    .map((field) => field.replace(/\\(.)/g, '$1'))
}

function splitUri(text: string): string[] | undefined {
  if (!text.startsWith('cpe:/')) return undefined
  return text
    .slice(5)
    .toLowerCase()
    .split(':')
    .map((field) => (field === '' ? '*' : decodeLoosely(field)))
}

function decodeLoosely(field: string): string {
  return field.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** The CPEs of a component, those without a version taking the component's. Hardware and unreadable ones are left out. */
export function namesOfCpes(cpes: readonly string[], version: string | undefined): CpeName[] {
  const names: CpeName[] = []
  for (const text of cpes) {
    const name = cpeName(text)
    if (name === undefined || name.vendor === '*' || name.product === '*') continue
    const open = name.version === '*' || name.version === '-' || name.version === ''
    names.push(open && version !== undefined ? { ...name, version } : name)
  }
  return names
}
