import { z } from 'zod'
import { dropRecord, emptyOutcome, ok, outcomeStatus, parseInstant, type Result } from '#core/kernel'
import type { VexStatement, VexStatus } from '../component.ts'
import { parsePurl } from '../purl/index.ts'
import { narrowed } from './narrow.ts'
import { MAX_ENTRIES, type VexDocument, type VexHead } from './types.ts'

const text = z.string().min(1).max(10_000)
const component = z.object({
  'bom-ref': text.optional(),
  name: text,
  version: z.string().optional(),
  purl: text.optional(),
  cpe: text.optional(),
})
const party = z.object({ name: text.optional() })
const affected = z.object({
  ref: text,
  versions: z
    .array(
      z.object({
        version: text.optional(),
        range: text.optional(),
        status: z.enum(['affected', 'unaffected', 'unknown']).optional(),
      }),
    )
    .default([]),
})
const vulnerability = z.object({
  id: text,
  references: z.array(z.object({ id: text })).default([]),
  analysis: z.object({
    state: z.enum(['resolved', 'resolved_with_pedigree', 'exploitable', 'in_triage', 'false_positive', 'not_affected']),
    justification: text.optional(),
    detail: z.string().max(100_000).optional(),
    firstIssued: z.string().optional(),
    lastUpdated: z.string().optional(),
  }),
  affects: z.array(affected).default([]),
  updated: z.string().optional(),
})
type Vulnerability = z.infer<typeof vulnerability>

export const cycloneDxDocument = z.object({
  bomFormat: z.literal('CycloneDX'),
  serialNumber: text.optional(),
  metadata: z
    .object({
      timestamp: z.string().optional(),
      component: component.optional().catch(undefined),
      supplier: party.optional().catch(undefined),
      manufacture: party.optional().catch(undefined),
      manufacturer: party.optional().catch(undefined),
    })
    .optional(),
  components: z.array(z.unknown()).max(MAX_ENTRIES).default([]),
  vulnerabilities: z.array(z.unknown()).max(MAX_ENTRIES).default([]),
})
type CycloneDxDocument = z.infer<typeof cycloneDxDocument>

const statuses: Readonly<Record<Vulnerability['analysis']['state'], VexStatus>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under-investigation',
  false_positive: 'not-affected',
  not_affected: 'not-affected',
}

/** Reads the vulnerabilities of a CycloneDX BOM that carry an analysis. Source: CycloneDX 1.4 to 1.7, vulnerability exploitability. */
export function readCycloneDxVex(document: CycloneDxDocument): Result<VexDocument> {
  const { metadata, serialNumber: id } = document
  const author = metadata?.supplier?.name ?? metadata?.manufacturer?.name ?? metadata?.manufacture?.name
  const at = parseInstant(metadata?.timestamp)
  const names = namesByRef(document)
  const outcome = emptyOutcome()
  const statements: VexStatement[] = []
  for (const entry of document.vulnerabilities) {
    outcome.read++
    const parsed = vulnerability.safeParse(entry)
    const products = parsed.success ? productsOf(parsed.data, names, author) : new Map<VexStatus, string[]>()
    if (!parsed.success) dropRecord(outcome, 'cyclonedx-analysis', z.prettifyError(parsed.error))
    else if (products.size === 0) dropRecord(outcome, 'cyclonedx-affects', `${parsed.data.id} affects no product`)
    else {
      outcome.kept++
      const head = { source: id ?? 'cyclonedx', author, at }
      for (const [status, named] of products) statements.push(toStatement(parsed.data, status, named, head))
    }
  }
  outcome.status = outcomeStatus(outcome)
  return ok({ format: 'cyclonedx', id, author, at, statements, outcome })
}

function toStatement(found: Vulnerability, status: VexStatus, products: string[], head: VexHead): VexStatement {
  const { justification, detail, lastUpdated, firstIssued } = found.analysis
  const at = parseInstant(lastUpdated ?? firstIssued) ?? head.at
  return {
    vulnerability: found.id,
    aliases: found.references.map((reference) => reference.id),
    products,
    subcomponents: [],
    status,
    ...(justification && { justification }),
    ...(detail && { statement: detail }),
    ...(head.author && { author: head.author }),
    ...(at && { at }),
    source: head.source,
  }
}

function namesByRef(document: CycloneDxDocument): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const entry of [document.metadata?.component, ...document.components]) {
    const parsed = component.safeParse(entry)
    if (!parsed.success) continue
    const { 'bom-ref': ref, purl, cpe, name, version } = parsed.data
    if (ref !== undefined) names.set(ref, purl ?? cpe ?? (version ? `${name}@${version}` : name))
  }
  return names
}

/**
 * What the analysis is about, by status: a version that is said to be unaffected or unknown has a status of its own.
 * Without `affects` it speaks of all products of the supplier, who is then named.
 */
function productsOf(
  { affects, analysis }: Vulnerability,
  names: ReadonlyMap<string, string>,
  author: string | undefined,
): Map<VexStatus, string[]> {
  const own = statuses[analysis.state]
  const products = new Map<VexStatus, string[]>()
  const add = (status: VexStatus, name: string) => products.set(status, [...(products.get(status) ?? []), name])
  if (affects.length === 0 && author !== undefined) add(own, author)
  for (const { ref, versions } of affects) {
    const name = names.get(ref) ?? nameInBomLink(ref)
    if (versions.length === 0) add(own, name)
    for (const { version, range, status } of versions)
      add(statusOfVersion(own, status), narrowed(name, { version, vers: range }))
  }
  return products
}

/** What a version's own word (`affected`, `unaffected`, `unknown`) makes of the analysis: a version that is called affected is never clean. */
export function statusOfVersion(own: VexStatus, word: unknown): VexStatus {
  if (word === 'unaffected') return 'not-affected'
  if (word === 'unknown') return 'under-investigation'
  return word === 'affected' && own !== 'under-investigation' ? 'affected' : own
}

/** A BOM-Link (`urn:cdx:serial/version#bom-ref`) whose fragment is a purl names that package. */
function nameInBomLink(ref: string): string {
  const fragment = /^urn:cdx:[^#]*#(pkg:.*)$/s.exec(ref)?.[1]
  if (fragment === undefined) return ref
  const purl = [fragment, safeDecode(fragment)].map((candidate) => parsePurl(candidate)).find((result) => result.ok)
  return purl?.ok ? purl.value.text : ref
}

function safeDecode(fragment: string): string {
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
