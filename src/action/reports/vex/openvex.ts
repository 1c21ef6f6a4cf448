import type { VexStatus } from '#core/vocabulary'
import { compact, isObject, textOf, textsOf, unique, without } from './json.ts'
import type { JsonObject, VexBook, VexClaim, VexProduct } from './types.ts'

/** Source: OpenVEX specification v0.2.0; 0.0.x names vulnerabilities and products by plain text. */
const statuses: Readonly<Record<string, VexStatus>> = {
  not_affected: 'not-affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
}
const words = Object.fromEntries(Object.entries(statuses).map(([word, status]) => [status, word]))
const ownKeys = [
  'vulnerability',
  'products',
  'subcomponents',
  'status',
  'justification',
  'impact_statement',
  'action_statement',
  'status_notes',
  'timestamp',
]

export function readOpenVexBook(document: JsonObject): VexBook {
  const units: JsonObject[] = []
  const claims: VexClaim[] = []
  for (const [unit, entry] of (document.statements as unknown[]).entries()) {
    const claim = isObject(entry) ? readClaim(entry, unit) : undefined
    units.push(claim && isObject(entry) ? without(entry, ...ownKeys) : { whole: entry })
    if (claim) claims.push(claim)
  }
  const head = compact({
    id: textOf(document['@id']) ?? textOf(document.id),
    author: textOf(document.author),
    at: textOf(document.timestamp),
  })
  return { format: 'openvex', head, claims, units, carried: without(document, 'statements') }
}

function readClaim(entry: JsonObject, unit: number): VexClaim | undefined {
  const status = statuses[String(entry.status)]
  const ids = vulnerabilityIds(entry.vulnerability)
  if (!status || !ids[0] || !Array.isArray(entry.products)) return undefined
  const [vulnerability, ...aliases] = ids
  const action = textOf(entry.action_statement)
  const empty = ['justification', 'impact_statement', 'action_statement', 'status_notes', 'timestamp'].filter(
    (key) => entry[key] !== undefined && textOf(entry[key]) === undefined,
  )
  return {
    unit,
    ...{ vulnerability, aliases, status },
    products: entry.products.map(readProduct),
    parts: partsOf(entry.subcomponents),
    actions: action === undefined ? [] : [{ text: action }],
    ...compact({
      justification: textOf(entry.justification),
      impact: textOf(entry.impact_statement),
      note: textOf(entry.status_notes),
      at: textOf(entry.timestamp),
    }),
    carried: compact({
      vulnerability: entry.vulnerability,
      subcomponents: entry.subcomponents,
      // Said without words: kept as it stands.
      ...(empty.length > 0 && { empty: Object.fromEntries(empty.map((key) => [key, entry[key]])) }),
    }),
  }
}

function vulnerabilityIds(given: unknown): string[] {
  if (!isObject(given)) return unique([textOf(given)])
  const name = textOf(given.name) ?? textOf(given['@id'])?.split('/').at(-1)
  return unique([name, ...textsOf(given.aliases)])
}

function readProduct(given: unknown): VexProduct {
  const ids = idsOf(given)
  const parts = isObject(given) ? partsOf(given.subcomponents) : []
  return { ref: ids[0] ?? '', ids, parts, carried: { product: given } }
}

function partsOf(given: unknown): string[] {
  return Array.isArray(given) ? given.flatMap((part) => idsOf(part)[0] ?? []) : []
}

/** purl first, then what else names it. */
function idsOf(given: unknown): string[] {
  if (!isObject(given)) return unique([textOf(given)])
  const more = isObject(given.identifiers) ? given.identifiers : {}
  return unique([textOf(more.purl), textOf(given['@id']), textOf(more.cpe23), textOf(more.cpe22)])
}

export function writeOpenVexBook(book: VexBook): JsonObject {
  const entries = book.units.map((unit, index): unknown => {
    const claim = book.claims.find((candidate) => candidate.unit === index)
    return claim ? { ...unit, ...writeClaim(claim) } : unit.whole
  })
  return { ...book.carried, statements: entries }
}

function writeClaim(claim: VexClaim): JsonObject {
  const { carried, vulnerability, aliases, actions, parts } = claim
  const blank = isObject(carried.empty) ? carried.empty : {}
  const written = compact({
    vulnerability: same(vulnerabilityIds(carried.vulnerability), [vulnerability, ...aliases])
      ? carried.vulnerability
      : compact({ name: vulnerability, aliases: aliases.length > 0 ? aliases : undefined }),
    products: claim.products.map(writeProduct),
    subcomponents: same(partsOf(carried.subcomponents), parts)
      ? carried.subcomponents
      : parts.map((part) => named([part])),
    status: words[claim.status],
    justification: claim.justification,
    impact_statement: claim.impact,
    action_statement: actions.length > 0 ? actions.map(({ text }) => text).join('\n') : undefined,
    status_notes: claim.note,
    timestamp: claim.at,
  })
  return { ...blank, ...written }
}

function writeProduct(product: VexProduct): unknown {
  const held = product.carried.product
  if (held !== undefined) {
    const read = readProduct(held)
    if (same(read.ids, product.ids) && same(read.parts, product.parts)) return held
  }
  return named(product.ids, product.parts)
}

function named(ids: readonly string[], parts: readonly string[] = []): JsonObject {
  const [first = '', ...rest] = ids
  const all = [first, ...rest]
  const identifiers = compact({
    purl: all.find((id) => id.startsWith('pkg:')),
    cpe23: all.find((id) => id.startsWith('cpe:2.3:')),
    cpe22: all.find((id) => id.startsWith('cpe:/')),
  })
  return compact({
    '@id': first,
    identifiers: Object.keys(identifiers).length > 0 ? identifiers : undefined,
    subcomponents: parts.length > 0 ? parts.map((part) => named([part])) : undefined,
  })
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index])
}

/** The frame of a document made anew. */
export function openVexFrame(head: Required<VexBook['head']>, tool: string): JsonObject {
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': head.id,
    author: head.author,
    timestamp: head.at,
    version: 1,
    tooling: tool,
  }
}
