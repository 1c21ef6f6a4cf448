/** One `key:value,value` of a filter; `not` for a leading `-`. */
export interface FilterTerm {
  key: string
  values: string[]
  not: boolean
}

/** A filter as people write it: terms, and the remaining words, which search names and ids. */
export interface Filter {
  terms: FilterTerm[]
  text: string
}

/** Keys a findings filter knows, with the words each takes; an empty list takes any word. */
export const findingFilterKeys: Readonly<Record<string, readonly string[]>> = {
  decision: ['now', 'soon', 'scheduled', 'defer'],
  exposure: ['internet', 'internal', 'isolated', 'unknown'],
  kev: ['yes', 'no'],
  exploitation: ['active', 'weaponised', 'poc', 'none', 'unknown'],
  verdict: ['affected', 'likely-affected', 'likely-fixed'],
  basis: ['observed', 'stated', 'inferred', 'assumed'],
  fix: ['yes', 'no'],
  ecosystem: [],
  asset: [],
  owner: [],
  criticality: ['critical', 'high', 'medium', 'low', 'unknown'],
  state: ['open', 'suppressed', 'resolved', 'any'],
}

const token = /(-?)([a-z]+):((?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*)|"([^"]*)"|(\S+)/g

/** Reads `decision:now,soon asset:"web shop" openssl`. Total: any text is some filter; unknown keys are kept as terms. */
export function parseFilter(source: string): Filter {
  const terms: FilterTerm[] = []
  const text: string[] = []
  for (const [, not, key, values, quoted, word] of source.matchAll(token)) {
    if (key === undefined || values === undefined) text.push(quoted ?? word ?? '')
    else terms.push({ key, values: splitValues(values), not: not === '-' })
  }
  return { terms, text: text.join(' ').trim() }
}

/** Writes a filter so that `parseFilter` reads the same back. */
export function formatFilter(filter: Filter): string {
  const terms = filter.terms
    .filter((term) => term.values.length > 0)
    .map((term) => `${term.not ? '-' : ''}${term.key}:${term.values.map(quote).join(',')}`)
  return [...terms, filter.text].filter((part) => part !== '').join(' ')
}

/** Adds the value where it is missing and removes it where it is there: what a facet chip does. */
export function toggleTerm(source: string, key: string, value: string): string {
  const filter = parseFilter(source)
  const term = filter.terms.find((entry) => entry.key === key && !entry.not)
  if (!term) return formatFilter({ ...filter, terms: [...filter.terms, { key, values: [value], not: false }] })
  term.values = term.values.includes(value) ? term.values.filter((entry) => entry !== value) : [...term.values, value]
  return formatFilter(filter)
}

/** True when the filter asks for this value by name. */
export function hasTerm(source: string, key: string, value: string): boolean {
  return parseFilter(source).terms.some((term) => term.key === key && !term.not && term.values.includes(value))
}

function splitValues(values: string): string[] {
  return [...values.matchAll(/"([^"]*)"|[^,]+/g)].map(([whole, quoted]) => quoted ?? whole)
}

function quote(value: string): string {
  return /[\s",]/.test(value) || value === '' ? `"${value.replaceAll('"', '')}"` : value
}
