import { z } from 'zod'
import { dropRecord, emptyOutcome, ok, outcomeStatus, parseInstant, type Result } from '#core/kernel'
import type { VexStatement, VexStatus } from '../component.ts'
import { MAX_ENTRIES, type VexDocument, type VexHead } from './types.ts'

const text = z.string().min(1).max(10_000)
const identified = z.object({
  '@id': text.optional(),
  identifiers: z.object({ purl: text.optional(), cpe23: text.optional(), cpe22: text.optional() }).optional(),
})
const component = z.union([text, identified])
const product = z.union([text, identified.extend({ subcomponents: z.array(component).optional() })])
const vulnerability = z.union([
  text,
  z.object({ '@id': text.optional(), name: text.optional(), aliases: z.array(text).optional() }),
])
const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const
const statement = z.object({
  vulnerability,
  products: z.array(product).default([]),
  subcomponents: z.array(component).default([]),
  status: z.enum(['not_affected', 'affected', 'fixed', 'under_investigation']),
  justification: z
    .enum(justifications)
    .optional()
    .or(z.literal('').transform(() => undefined)),
  impact_statement: z.string().max(10_000).optional(),
  action_statement: z.string().max(10_000).optional(),
  status_notes: z.string().max(10_000).optional(),
  timestamp: z.string().optional(),
  supplier: text.optional(),
})
type OpenVexStatement = z.infer<typeof statement>

export const openVexDocument = z.object({
  '@context': text.optional(),
  '@id': text.optional(),
  id: text.optional(),
  author: z.string().optional(),
  timestamp: z.string().optional(),
  statements: z.array(z.unknown()).max(MAX_ENTRIES),
})

const statuses: Readonly<Record<OpenVexStatement['status'], VexStatus>> = {
  not_affected: 'not-affected',
  affected: 'affected',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
}

/** Reads OpenVEX 0.0.1 to 0.2.0. Source: OpenVEX specification v0.2.0. */
export function readOpenVex(document: z.infer<typeof openVexDocument>): Result<VexDocument> {
  const id = document['@id'] ?? document.id
  const author = document.author || undefined
  const at = parseInstant(document.timestamp)
  const outcome = emptyOutcome()
  const statements: VexStatement[] = []
  for (const entry of document.statements) {
    outcome.read++
    const read = readStatement(entry, { source: id ?? 'openvex', author, at })
    if (typeof read === 'string') {
      dropRecord(outcome, 'openvex-statement', read)
      continue
    }
    outcome.kept++
    statements.push(...read)
  }
  outcome.status = outcomeStatus(outcome)
  return ok({ format: 'openvex', id, author, at, statements, outcome })
}

/** One statement per set of products that share their subcomponents, or why it says nothing usable. */
function readStatement(entry: unknown, head: VexHead): VexStatement[] | string {
  const parsed = statement.safeParse(entry)
  if (!parsed.success) return z.prettifyError(parsed.error)
  const said = parsed.data
  const ids = vulnerabilityIds(said.vulnerability)
  if (!ids[0]) return 'the statement names no vulnerability'
  if (said.products.length === 0) return `the statement about ${ids[0]} names no product`
  if (said.status === 'not_affected' && !said.justification && !said.impact_statement)
    return `"not_affected" by ${ids[0]} has neither justification nor impact statement`
  const bySubcomponents = new Map<string, { products: string[]; subcomponents: string[] }>()
  for (const given of said.products) {
    const products = identifiersOf(given)
    const own = typeof given === 'string' ? [] : (given.subcomponents ?? [])
    const subcomponents = [...said.subcomponents, ...own].flatMap(identifiersOf)
    if (products.length === 0) return `a product of the statement about ${ids[0]} has no identifier`
    const key = subcomponents.join('\n')
    const group = bySubcomponents.get(key) ?? { products: [], subcomponents }
    group.products.push(...products)
    bySubcomponents.set(key, group)
  }
  return [...bySubcomponents.values()].map((group) => ({ ...common(said, head, ids), ...group }))
}

function common(said: OpenVexStatement, head: VexHead, [vulnerability = '', ...aliases]: string[]) {
  const why = [said.impact_statement, said.action_statement, said.status_notes].find((words) => words)
  const at = parseInstant(said.timestamp) ?? head.at
  const author = said.supplier ?? head.author
  return {
    vulnerability,
    aliases,
    status: statuses[said.status],
    ...(said.justification && { justification: said.justification }),
    ...(why && { statement: why }),
    ...(author && { author }),
    ...(at && { at }),
    source: head.source,
  }
}

function vulnerabilityIds(given: OpenVexStatement['vulnerability']): string[] {
  if (typeof given === 'string') return [given]
  const name = given.name ?? given['@id']?.split('/').at(-1)
  return [...new Set([...(name ? [name] : []), ...(given.aliases ?? [])])]
}

/** purl first, CPE second, else the id as written. */
function identifiersOf(given: z.infer<typeof component>): string[] {
  if (typeof given === 'string') return [given]
  const { purl, cpe23, cpe22 } = given.identifiers ?? {}
  const id = given['@id']
  const best = purl ?? (id?.startsWith('pkg:') ? id : undefined) ?? cpe23 ?? cpe22 ?? id
  return best === undefined ? [] : [best]
}
