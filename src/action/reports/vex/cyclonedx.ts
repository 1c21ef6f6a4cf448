import type { VexStatus } from '#core/vocabulary'
import { compact, isObject, objectsOf, textOf, unique, without } from './json.ts'
import type { JsonObject, VexBook, VexClaim, VexProduct } from './types.ts'

/** Source: CycloneDX 1.4 to 1.7, vulnerabilities with an analysis. */
const statuses: Readonly<Record<string, VexStatus>> = {
  not_affected: 'not-affected',
  false_positive: 'not-affected',
  exploitable: 'affected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  in_triage: 'under-investigation',
}
const usual: Readonly<Record<VexStatus, string>> = {
  'not-affected': 'not_affected',
  affected: 'exploitable',
  fixed: 'resolved',
  'under-investigation': 'in_triage',
}
const PROPERTY = 'lunette:vex:'
const ownKeys = ['id', 'references', 'analysis', 'affects', 'recommendation', 'properties']

export function readCycloneDxBook(document: JsonObject): VexBook {
  const ids = idsByRef(document)
  const units: JsonObject[] = []
  const claims: VexClaim[] = []
  const entries = Array.isArray(document.vulnerabilities) ? document.vulnerabilities : []
  for (const [unit, entry] of entries.entries()) {
    const claim = isObject(entry) ? readClaim(entry, unit, ids) : undefined
    units.push(claim && isObject(entry) ? without(entry, ...ownKeys) : { whole: entry })
    if (claim) claims.push(claim)
  }
  const metadata = isObject(document.metadata) ? document.metadata : {}
  const party = [metadata.supplier, metadata.manufacturer, metadata.manufacture].find(isObject)
  const head = compact({
    id: textOf(document.serialNumber),
    author: textOf(party?.name),
    at: textOf(metadata.timestamp),
  })
  const carried = document.vulnerabilities === undefined ? { ...document } : { ...document, vulnerabilities: [] }
  return { format: 'cyclonedx', head, claims, units, carried }
}

function readClaim(entry: JsonObject, unit: number, ids: ReadonlyMap<string, string[]>): VexClaim | undefined {
  const vulnerability = textOf(entry.id)
  const { analysis } = entry
  const said = isObject(analysis) ? textOf(analysis.state) : undefined
  const status = said === undefined ? undefined : statuses[said]
  if (vulnerability === undefined || !isObject(analysis) || !said || !status) return undefined
  const properties = objectsOf(entry.properties)
  const own = (name: string) =>
    properties.filter((property) => property.name === PROPERTY + name).flatMap(({ value }) => textOf(value) ?? [])
  const recommendation = textOf(entry.recommendation)
  return {
    unit,
    ...{ vulnerability, status },
    aliases: objectsOf(entry.references).flatMap(({ id }) => textOf(id) ?? []),
    products: objectsOf(entry.affects).map((affected) => readProduct(affected, ids)),
    parts: own('part'),
    ...(said !== usual[status] && { said }),
    actions: recommendation === undefined ? [] : [{ text: recommendation }],
    ...compact({
      justification: own('justification')[0] ?? textOf(analysis.justification),
      impact: textOf(analysis.detail),
      at: textOf(analysis.lastUpdated) ?? textOf(analysis.firstIssued),
      note: own('note')[0],
    }),
    carried: compact({
      analysis: without(analysis, 'state', 'justification', 'detail', 'lastUpdated'),
      references: entry.references,
      updated: analysis.lastUpdated !== undefined,
      hasAffects: Array.isArray(entry.affects),
      properties: entry.properties,
      ...(analysis.detail === '' && { detail: '' }),
    }),
  }
}

function readProduct(affected: JsonObject, byRef: ReadonlyMap<string, string[]>): VexProduct {
  const ref = textOf(affected.ref) ?? ''
  return { ref, ids: byRef.get(ref) ?? [idInBomLink(ref)], parts: [], carried: without(affected, 'ref') }
}

function idsByRef(document: JsonObject): ReadonlyMap<string, string[]> {
  const ids = new Map<string, string[]>()
  const subject = isObject(document.metadata) ? document.metadata.component : undefined
  for (const component of [...(isObject(subject) ? [subject] : []), ...objectsOf(document.components)]) {
    const ref = textOf(component['bom-ref'])
    const [name, version] = [textOf(component.name), textOf(component.version)]
    const spoken = name && version ? `${name}@${version}` : name
    const found = unique([textOf(component.purl), textOf(component.cpe)])
    if (ref !== undefined) ids.set(ref, found.length > 0 ? found : unique([spoken ?? ref]))
  }
  return ids
}

/** A BOM-Link whose fragment is a purl names that package. */
function idInBomLink(ref: string): string {
  const fragment = /^urn:cdx:[^#]*#(.+)$/s.exec(ref)?.[1]
  if (fragment === undefined) return ref
  try {
    const decoded = decodeURIComponent(fragment)
    return decoded.startsWith('pkg:') ? decoded : ref
  } catch {
    return ref
  }
}

export function writeCycloneDxBook(book: VexBook): JsonObject {
  const entries = book.units.map((unit, index): unknown => {
    const claim = book.claims.find((candidate) => candidate.unit === index)
    return claim ? { ...unit, ...writeClaim(claim) } : unit.whole
  })
  return book.carried.vulnerabilities === undefined
    ? { ...book.carried }
    : { ...book.carried, vulnerabilities: entries }
}

function writeClaim(claim: VexClaim): JsonObject {
  const { carried, actions, products, aliases } = claim
  const references = objectsOf(carried.references)
  const held = references.flatMap(({ id }) => textOf(id) ?? [])
  const recommendation = actions.map(({ text }) => text).join('\n')
  return compact({
    id: claim.vulnerability,
    references:
      held.join('\n') === aliases.join('\n')
        ? carried.references
        : aliases.map((id) => ({ id, source: { name: sourceOf(id) } })),
    recommendation: recommendation === '' ? undefined : recommendation,
    analysis: analysisOf(claim),
    affects:
      products.length > 0 || carried.hasAffects === true
        ? products.map(({ ref, carried: rest }) => ({ ref, ...rest }))
        : undefined,
    properties: propertiesOf(claim),
  })
}

function analysisOf(claim: VexClaim): JsonObject {
  const { carried, status, said, justification, impact, at } = claim
  const rest = isObject(carried.analysis) ? carried.analysis : {}
  const word = cycloneDxJustification(justification)
  return {
    ...rest,
    ...compact({
      state: said !== undefined && statuses[said] === status ? said : usual[status],
      justification: word,
      detail: impact ?? carried.detail,
      lastUpdated: carried.updated === true || rest.firstIssued === undefined ? at : undefined,
    }),
  }
}

/** What CycloneDX has no place for; as found, where nothing of it changed. */
function propertiesOf(claim: VexClaim): unknown {
  const { carried, justification, note, parts } = claim
  const others = objectsOf(carried.properties).filter(({ name }) => !String(name).startsWith(PROPERTY))
  const own = [
    ...(justification !== undefined && justification !== cycloneDxJustification(justification)
      ? [{ name: `${PROPERTY}justification`, value: justification }]
      : []),
    ...(note === undefined ? [] : [{ name: `${PROPERTY}note`, value: note }]),
    ...parts.map((value) => ({ name: `${PROPERTY}part`, value })),
  ]
  return own.length === 0 && others.length === objectsOf(carried.properties).length
    ? carried.properties
    : [...others, ...own]
}

/** OpenVEX's and CSAF's justifications in CycloneDX's words; its own stay. */
const inCycloneDx: Readonly<Record<string, string>> = {
  component_not_present: 'code_not_present',
  vulnerable_code_not_present: 'code_not_present',
  vulnerable_code_not_in_execute_path: 'code_not_reachable',
  vulnerable_code_cannot_be_controlled_by_adversary: 'requires_environment',
  inline_mitigations_already_exist: 'protected_by_mitigating_control',
}

function cycloneDxJustification(word: string | undefined): string | undefined {
  return word === undefined ? undefined : (inCycloneDx[word] ?? word)
}

function sourceOf(id: string): string {
  if (id.startsWith('CVE-')) return 'CVE'
  return id.startsWith('GHSA-') ? 'GitHub Advisories' : 'other'
}

/** The frame of a document made anew, with the components that its statements are about. */
export function cycloneDxFrame(
  head: Required<VexBook['head']>,
  tool: { name: string; version: string },
  claims: readonly VexClaim[],
): JsonObject {
  const products = new Map(claims.flatMap((claim) => claim.products.map((product) => [product.ref, product] as const)))
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    ...(head.id.startsWith('urn:uuid:') && { serialNumber: head.id }),
    version: 1,
    metadata: {
      timestamp: head.at,
      tools: { components: [{ type: 'application', ...tool }] },
      supplier: { name: head.author },
    },
    components: [...products.values()].map(componentOf),
    vulnerabilities: [],
  }
}

function componentOf({ ref, ids }: VexProduct): JsonObject {
  const purl = ids.find((id) => id.startsWith('pkg:'))
  const cpe = ids.find((id) => id.startsWith('cpe:'))
  return compact({ 'bom-ref': ref, type: 'library', name: purl ? nameInPurl(purl) : (ids[0] ?? ref), purl, cpe })
}

function nameInPurl(purl: string): string {
  const path = purl.replace(/[?#].*$/, '').replace(/(.)@[^/@]*$/, '$1')
  return decodeURIComponent(path.split('/').at(-1) ?? purl)
}
