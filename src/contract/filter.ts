import type { AssetKind, ReportedKind, Standing } from '#core/vocabulary'
import { nearestWord } from './nearest-word.ts'

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
  kind: [
    'vulnerability',
    'misconfiguration',
    'secret',
    'licence',
    'weakness',
    'exposure',
    'evaluation-failure',
  ] satisfies ReportedKind[],
  exposure: ['internet', 'internal', 'isolated', 'unknown'],
  kev: ['yes', 'no', 'unknown'],
  exploitation: ['active', 'weaponised', 'poc', 'none', 'unknown'],
  verdict: ['affected', 'likely-affected', 'likely-fixed'],
  basis: ['observed', 'stated', 'inferred', 'assumed'],
  fix: ['yes', 'no'],
  ecosystem: [],
  asset: [],
  vulnerability: [],
  owner: [],
  tag: [],
  criticality: ['critical', 'high', 'medium', 'low', 'unknown'],
  action: [],
  assignee: [],
  team: [],
  progress: ['none', 'in-progress', 'claimed-fixed'],
  due: ['overdue', 'today', 'week', 'later', 'none'],
  state: ['open', 'suppressed', 'resolved', 'any'],
}

/** Keys a filter of assets knows. */
export const assetFilterKeys: Readonly<Record<string, readonly string[]>> = {
  exposure: ['internet', 'internal', 'isolated', 'unknown'],
  criticality: ['critical', 'high', 'medium', 'low', 'unknown'],
  environment: [],
  kind: [],
  owner: [],
  tag: [],
}

/** What is asked of a place, and so is true of an address where it is true of a name or a service there. */
const placeKeys = new Set(['decision', 'severity', 'weakness', 'technology', 'port', 'network', 'service'])

/** Whether a list of the surface under a filter can give each place one row: a name that is asked for by itself has its own. */
export function foldsPlaces(filter: string): boolean {
  const { terms, text } = parseFilter(filter)
  return text === '' && terms.every(({ key, not }) => placeKeys.has(key) && !not)
}

/** Keys that a filter of the surface knows. */
export const surfaceFilterKeys: Readonly<Record<string, readonly string[]>> = {
  standing: ['candidate', 'owned', 'dependency', 'monitor-only', 'rejected', 'excluded'] satisfies Standing[],
  kind: [
    'organisation',
    'domain',
    'hostname',
    'ip-address',
    'netblock',
    'autonomous-system',
    'service',
    'certificate',
    'url',
    'host',
    'container-image',
    'repository',
    'application',
    'mailbox',
    'ai-system',
    'ai-model',
  ] satisfies AssetKind[],
  /** Of what is owned: `stated` is not proven yet; `none`: it is not owned. */
  proof: ['stated', 'proven', 'attested', 'none'],
  seen: ['now', 'gone'],
  service: ['yes', 'no'],
  decision: ['now', 'soon', 'scheduled', 'defer', 'none'],
  severity: ['critical', 'high', 'medium', 'low', 'none', 'nothing'],
  weakness: [],
  technology: [],
  port: [],
  network: [],
}

/** Keys that a filter of changes of the surface knows. */
export const surfaceChangeFilterKeys: Readonly<Record<string, readonly string[]>> = {
  kind: ['host', 'port', 'service', 'product', 'certificate', 'login-page', 'record', 'weakness'],
  change: ['new', 'vanished', 'changed'],
  importance: ['high', 'medium', 'low'],
  severity: ['critical', 'high', 'medium', 'low', 'none'],
  /** A name or address; of a domain or a range all that lies in it. */
  asset: [],
  run: [],
  /** What was first seen with a seed, an accepted asset or an approval; without this key only what changed since. */
  seed: [],
}

/** Keys a filter of imports knows. */
export const importFilterKeys: Readonly<Record<string, readonly string[]>> = { format: [], tool: [], by: [], asset: [] }

/**
 * What a filter asks that nobody can answer, in words with what would work; `undefined` when all of it is known. A
 * mistyped key must not look like an empty list.
 */
export function filterProblem(source: string, keys: Readonly<Record<string, readonly string[]>>): string | undefined {
  for (const { key, values } of parseFilter(source).terms) {
    const known = keys[key]
    if (known === undefined) {
      const near = nearestWord(key, Object.keys(keys))
      const meant = near ? `Did you mean "${near}"?` : `There are ${Object.keys(keys).join(', ')}.`
      return `There is no filter "${key}". ${meant} To search for the text itself, put it in quotes.`
    }
    const wrong = known.length > 0 ? values.find((value) => !known.includes(value.toLowerCase())) : undefined
    if (wrong !== undefined) return `"${key}" is one of ${known.join(', ')}; "${wrong}" is none of them.`
  }
  const bare = /(?:^|\s)-?([A-Za-z]+):(?=\s|$)/.exec(source)?.[1]?.toLowerCase()
  const words = bare === undefined ? undefined : keys[bare]
  if (bare === undefined || words === undefined) return undefined
  return `"${bare}:" needs a value right behind the colon${words.length > 0 ? `: ${words.join(', ')}` : ''}.`
}

/** What to write where a word that is searched as text is also the name of a filter of few words: `kev` for `kev:yes`. */
export function filterHint(source: string, keys: Readonly<Record<string, readonly string[]>>): string | undefined {
  const { text } = parseFilter(source)
  const key = text
    .toLowerCase()
    .split(/\s+/)
    .find((word) => (keys[word]?.length ?? 0) > 0 && !source.includes(`"${word}"`))
  if (key === undefined) return undefined
  return `"${key}" is searched as text. As a filter: ${keys[key]!.map((word) => `${key}:${word}`).join(', ')}.`
}

const token = /(-?)([A-Za-z]+):(?!\/\/)((?:"[^"]*"|[^\s",]+)(?:,(?:"[^"]*"|[^\s",]+))*)|"([^"]*)"|(\S+)/g

/** Addresses (`https://…`) are words. Reads `decision:now,soon asset:"web shop" openssl`. Total: any text is some filter; unknown keys are kept as terms. */
export function parseFilter(source: string): Filter {
  const terms: FilterTerm[] = []
  const text: string[] = []
  for (const [, not, key, values, quoted, word] of source.matchAll(token)) {
    if (key === undefined || values === undefined) text.push(quoted ?? word ?? '')
    else terms.push({ key: key.toLowerCase(), values: splitValues(values), not: not === '-' })
  }
  return { terms, text: text.join(' ').trim() }
}

/** A filter as this person means it: `assignee:me` is their own name. */
export function forPerson(source: string, name: string): string {
  const filter = parseFilter(source)
  if (!filter.terms.some(({ key, values }) => key === 'assignee' && values.includes('me'))) return source
  const terms = filter.terms.map((term) =>
    term.key === 'assignee' ? { ...term, values: term.values.map((value) => (value === 'me' ? name : value)) } : term,
  )
  return formatFilter({ ...filter, terms })
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
