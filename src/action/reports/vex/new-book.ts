import { canonicalJson } from '#core/kernel'
import { narrowed, statusOfVersion, type VexFormat } from '#core/vocabulary/vex'
import { csafFrame, csafJustification } from './csaf.ts'
import { cycloneDxFrame } from './cyclonedx.ts'
import { compact, groupBy, objectsOf, textOf, unique } from './json.ts'
import { openVexFrame } from './openvex.ts'
import type { JsonObject, VexBook, VexClaim, VexHead, VexProduct } from './types.ts'

/** What a statement says, whatever document it stands in. */
export type VexSaying = Pick<
  VexClaim,
  | 'vulnerability'
  | 'aliases'
  | 'products'
  | 'parts'
  | 'status'
  | 'justification'
  | 'impact'
  | 'actions'
  | 'note'
  | 'at'
  | 'said'
>

/** Finer words than the status that a format has. */
const saidIn: Readonly<Record<VexFormat, ReadonlySet<string>>> = {
  openvex: new Set(),
  cyclonedx: new Set(['false_positive', 'resolved_with_pedigree']),
  csaf: new Set(['first_affected', 'last_affected', 'first_fixed']),
}

/** A new document in a format that says what the claims say; words the format lacks become its nearest. */
export function newVexBook(
  sayings: readonly VexSaying[],
  format: VexFormat,
  head: Required<VexHead>,
  tool: { name: string; version: string },
): VexBook {
  const plain = plainClaims(sayings, saidIn[format])
  switch (format) {
    case 'openvex': {
      const claims = numbered(plain.map(inOpenVexWords))
      return {
        format,
        head,
        claims,
        units: claims.map(() => ({})),
        carried: openVexFrame(head, `${tool.name}/${tool.version}`),
      }
    }
    case 'cyclonedx': {
      const claims = numbered(plain.flatMap(byParts))
      return { format, head, claims, units: claims.map(() => ({})), carried: cycloneDxFrame(head, tool, claims) }
    }
    case 'csaf':
      return csafBook(plain.map(inOpenVexWords), head, tool)
  }
}

/** Claims without what only their own format understands, equal ones as one. */
function plainClaims(sayings: readonly VexSaying[], words: ReadonlySet<string>): VexClaim[] {
  const single = sayings.flatMap(({ said, ...claim }) =>
    spelledOut({ ...claim, ...(said !== undefined && words.has(said) && { said }) }),
  )
  const groups = groupBy(single, ({ products: _products, ...rest }) => canonicalJson(rest))
  return [...groups.values()].map((group) => {
    const products = group.flatMap((claim) => claim.products)
    return { ...group[0]!, products: [...new Map(products.map((one) => [canonicalJson(one), one])).values()] }
  })
}

/** A statement as one claim for each product and version, with the status it has for that version and the parts with their product. */
export function spelledOut(saying: VexSaying): VexClaim[] {
  return saying.products.flatMap((product) =>
    versionsOf(product, saying).map(({ status, ids }): VexClaim => {
      const parts = unique([...product.parts, ...saying.parts])
      const products = [{ ref: ids[0] ?? product.ref, ids, parts, carried: {} }]
      return { ...saying, status, unit: 0, parts: [], carried: {}, products }
    }),
  )
}

/** CycloneDX says versions beside a product, each with a status that may differ from the statement's. */
function versionsOf(product: VexProduct, claim: VexSaying): { status: VexClaim['status']; ids: string[] }[] {
  const versions = objectsOf(product.carried.versions)
  if (versions.length === 0)
    return [{ status: claim.status, ids: product.ids.length > 0 ? product.ids : [product.ref] }]
  return versions.map(({ version, range, status }) => ({
    status: statusOfVersion(claim.status, status),
    ids: [narrowed(product.ids[0] ?? product.ref, { version: textOf(version), vers: textOf(range) })],
  }))
}

function numbered(claims: readonly VexClaim[]): VexClaim[] {
  return claims.map((claim, unit) => ({ ...claim, unit }))
}

function inOpenVexWords(claim: VexClaim): VexClaim {
  return claim.justification === undefined ? claim : { ...claim, justification: csafJustification(claim.justification) }
}

/** CycloneDX has no parts of products: those that share theirs share an entry. */
function byParts(claim: VexClaim): VexClaim[] {
  return [...groupBy(claim.products, ({ parts }) => parts.join('\n')).values()].map((products) => ({
    ...claim,
    parts: products[0]?.parts ?? [],
    products: products.map((product) => ({ ...product, parts: [] })),
  }))
}

/** CSAF has one entry for a vulnerability, in which a product stands in one list; what is said of it twice needs another. */
function csafBook(
  plain: readonly VexClaim[],
  head: Required<VexHead>,
  tool: { name: string; version: string },
): VexBook {
  const units: { vulnerability: string; refs: Set<string>; unit: JsonObject }[] = []
  const claims: VexClaim[] = []
  for (const claim of plain) {
    for (const product of claim.products.flatMap(byPart)) {
      const isFree = (held: (typeof units)[number]) =>
        held.vulnerability === claim.vulnerability && !held.refs.has(product.ref)
      let place = units.findIndex(isFree)
      if (place < 0)
        place = units.push({ vulnerability: claim.vulnerability, refs: new Set(), unit: csafUnit(claim) }) - 1
      units[place]!.refs.add(product.ref)
      claims.push({ ...claim, products: [product], unit: place })
    }
  }
  return { format: 'csaf', head, claims, units: units.map(({ unit }) => unit), carried: csafFrame(head, tool, claims) }
}

function byPart(product: VexProduct): VexProduct[] {
  const id = product.ids[0] ?? product.ref
  if (product.parts.length === 0) return [{ ...product, ref: id }]
  return product.parts.map((part) => ({ ...product, ref: `${part} in ${id}`, parts: [part] }))
}

function csafUnit({ vulnerability, aliases, note }: VexClaim): JsonObject {
  const all = [vulnerability, ...aliases]
  const cve = vulnerability.startsWith('CVE-') ? vulnerability : undefined
  const ids = all.filter((id) => id !== cve).map((id) => ({ system_name: systemOf(id), text: id }))
  return compact({
    cve,
    ids: ids.length > 0 ? ids : undefined,
    notes: [{ category: 'description', text: note ?? `What is known of ${vulnerability} is said by its sources.` }],
  })
}

function systemOf(id: string): string {
  if (id.startsWith('GHSA-')) return 'GitHub Advisory Database'
  return id.startsWith('CVE-') ? 'CVE' : 'other'
}
