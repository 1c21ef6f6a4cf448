import { z } from 'zod'
import { dropRecord, emptyOutcome, type Outcome, ok, outcomeStatus, parseInstant, type Result } from '#core/kernel'
import type { VexStatement, VexStatus } from '../component.ts'
import { type CsafProducts, productTree, readProductTree } from './csaf-products.ts'
import { MAX_ENTRIES, type VexDocument, type VexHead } from './types.ts'

const text = z.string().min(1).max(10_000)
const ids = z.array(text).max(MAX_ENTRIES).optional()
const about = z.object({ product_ids: ids, group_ids: ids })
const productStatus = z.object({
  first_affected: ids,
  known_affected: ids,
  last_affected: ids,
  known_not_affected: ids,
  first_fixed: ids,
  fixed: ids,
  under_investigation: ids,
})
const vulnerability = z.object({
  cve: text.optional(),
  ids: z.array(z.object({ text })).default([]),
  product_status: productStatus.default({}),
  flags: z.array(about.extend({ label: text })).default([]),
  threats: z.array(about.extend({ category: z.string(), details: z.string().max(100_000) })).default([]),
})
type Vulnerability = z.infer<typeof vulnerability>

export const csafDocument = z.object({
  document: z.object({
    category: z.string(),
    csaf_version: z.string(),
    publisher: z.object({ name: text.optional() }).optional(),
    tracking: z.object({ id: text.optional(), current_release_date: z.string().optional() }).optional(),
  }),
  product_tree: productTree.optional(),
  vulnerabilities: z.array(z.unknown()).max(MAX_ENTRIES).default([]),
})

const statusOf: Readonly<Record<keyof z.infer<typeof productStatus>, VexStatus>> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'not-affected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  under_investigation: 'under-investigation',
}

/** Reads the product status of a CSAF document. Source: CSAF 2.0, sections 3.2.3 and 4.5 (VEX profile). */
export function readCsaf(given: z.infer<typeof csafDocument>): Result<VexDocument> {
  const { publisher, tracking, category } = given.document
  const at = parseInstant(tracking?.current_release_date)
  const head: VexHead = { source: tracking?.id ?? 'csaf', author: publisher?.name, at }
  const products = readProductTree(given.product_tree ?? productTree.parse({}))
  const outcome = emptyOutcome()
  const statements = given.vulnerabilities.flatMap((entry) => {
    const parsed = vulnerability.safeParse(entry)
    if (parsed.success)
      return readVulnerability(parsed.data, { head, products, outcome, isVex: category === 'csaf_vex' })
    outcome.read++
    dropRecord(outcome, 'csaf-vulnerability', z.prettifyError(parsed.error))
    return []
  })
  outcome.status = outcomeStatus(outcome)
  return ok({ format: 'csaf', id: tracking?.id, author: publisher?.name, at, statements, outcome })
}

interface Context {
  head: VexHead
  products: CsafProducts
  outcome: Outcome
  /** The VEX profile asks for a reason why a product is not affected. */
  isVex: boolean
}

function readVulnerability(found: Vulnerability, context: Context): VexStatement[] {
  const names = [...(found.cve === undefined ? [] : [found.cve]), ...found.ids.map((id) => id.text)]
  const claims = claimsOf(found)
  const justification = justifications(found, context.products)
  const impact = impacts(found, context.products)
  const groups = new Map<string, VexStatement>()
  for (const [product, statuses] of claims) {
    context.outcome.read++
    const [status] = statuses
    const reasons = { justification: justification.get(product), statement: impact.get(product) }
    const complaint = complain(product, statuses, names, reasons, context)
    if (complaint || status === undefined) {
      dropRecord(context.outcome, complaint?.[0] ?? 'csaf-status', complaint?.[1] ?? product)
      continue
    }
    context.outcome.kept++
    addTo(groups, product, { status, ...reasons }, names, context)
  }
  return [...groups.values()]
}

type Reasons = { justification: string | undefined; statement: string | undefined }

/** Products that share status, reasons and subcomponents share a statement. */
function addTo(
  groups: Map<string, VexStatement>,
  id: string,
  { status, justification, statement }: Reasons & { status: VexStatus },
  [vulnerability = '', ...aliases]: readonly string[],
  { products, head }: Context,
): void {
  const { identifiers = [], subcomponents = [] } = products.byId.get(id) ?? {}
  const key = [status, justification, statement, ...(subcomponents.length > 0 ? ['in', ...identifiers] : [])].join('\n')
  const known = groups.get(key)
  if (known) {
    if (subcomponents.length > 0) known.subcomponents.push(...subcomponents)
    else known.products.push(...identifiers)
    return
  }
  groups.set(key, {
    vulnerability,
    aliases: [...aliases],
    products: [...identifiers],
    subcomponents: [...subcomponents],
    status,
    ...(justification && { justification }),
    ...(statement && { statement }),
    ...(head.author && { author: head.author }),
    ...(head.at && { at: head.at }),
    source: head.source,
  })
}

/** Why nothing is taken from what is said of a product: a code and a sentence. */
function complain(
  product: string,
  statuses: ReadonlySet<VexStatus>,
  names: readonly string[],
  reasons: Reasons,
  { products, isVex }: Context,
): readonly [string, string] | undefined {
  const of = `${names[0] ?? 'a vulnerability'} in ${product}`
  if (names.length === 0) return ['csaf-vulnerability-id', `the vulnerability of ${product} has neither CVE nor id`]
  if (!products.byId.has(product)) return ['csaf-product-undefined', `${of}: the product is not defined`]
  if (products.unusable.has(product))
    return ['csaf-product-ambiguous', `${of}: the product is defined twice or by itself`]
  if (statuses.size > 1) return ['csaf-status-contradicts', `${of}: ${[...statuses].join(' and ')}`]
  if (isVex && statuses.has('not-affected') && !reasons.justification && !reasons.statement)
    return ['csaf-no-reason', `${of} is not affected, without a reason`]
  return undefined
}

function claimsOf(found: Vulnerability): Map<string, Set<VexStatus>> {
  const claims = new Map<string, Set<VexStatus>>()
  for (const [list, status] of Object.entries(statusOf)) {
    for (const product of found.product_status[list as keyof typeof statusOf] ?? []) {
      const known = claims.get(product)
      if (known) known.add(status)
      else claims.set(product, new Set([status]))
    }
  }
  return claims
}

function justifications(found: Vulnerability, products: CsafProducts): Map<string, string> {
  const labels = new Map<string, string>()
  for (const flag of found.flags) for (const product of productsOf(flag, products)) labels.set(product, flag.label)
  return labels
}

function impacts(found: Vulnerability, products: CsafProducts): Map<string, string> {
  const details = new Map<string, string>()
  for (const threat of found.threats.filter((candidate) => candidate.category === 'impact'))
    for (const product of productsOf(threat, products)) details.set(product, threat.details.trim())
  return details
}

function productsOf(named: z.infer<typeof about>, products: CsafProducts): string[] {
  const grouped = (named.group_ids ?? []).flatMap((group) => [...(products.groups.get(group) ?? [])])
  return [...(named.product_ids ?? []), ...grouped]
}
