import { contains, parseVers, rangeFromVers } from '#core/versions'
import type { Component, Match, Reason, Subject, Verdict, VexStatement } from '#core/vocabulary'
import { amended } from './decided-match.ts'

/** What VEX statements apply to. */
export interface VexTarget {
  component: Pick<Component, 'purl' | 'cpes'>
  subject?: Pick<Subject, 'name' | 'purl'>
}

const verdictOf: Readonly<Record<VexStatement['status'], Verdict | undefined>> = {
  affected: 'affected',
  'not-affected': 'not-affected',
  fixed: 'not-affected',
  'under-investigation': undefined,
}

/** Suppliers' VEX by vulnerability id and alias. */
export class VexShelf {
  readonly #byVulnerability = new Map<string, VexStatement[]>()

  constructor(statements: readonly VexStatement[]) {
    for (const statement of statements) {
      for (const id of new Set([statement.vulnerability, ...statement.aliases])) {
        const shelf = this.#byVulnerability.get(id)
        if (shelf) shelf.push(statement)
        else this.#byVulnerability.set(id, [statement])
      }
    }
  }

  get isEmpty(): boolean {
    return this.#byVulnerability.size === 0
  }

  /** The match as the supplier's newest applicable statement has it; unchanged where none applies. */
  apply(match: Match, target: VexTarget): Match {
    const ids = new Set([match.vulnerabilityId, match.recordId, ...match.records.map(({ recordId }) => recordId)])
    const found = new Set([...ids].flatMap((id) => this.#byVulnerability.get(id) ?? []))
    const [decisive, ...others] = [...found].filter((statement) => vexConcerns(statement, target)).sort(newestThenWorst)
    if (decisive === undefined) return match
    const reasons = [...match.reasons, ...[decisive, ...others.slice(0, 2)].map(reasonOf)]
    const verdict = verdictOf[decisive.status]
    return amended(match, verdict === undefined ? { reasons } : { verdict, reasons })
  }
}

/** OpenVEX: a later statement replaces an earlier one. At equal time the one that claims less safety stands. */
function newestThenWorst(a: VexStatement, b: VexStatement): number {
  const byTime = (b.at ?? '').localeCompare(a.at ?? '')
  return byTime || caution[a.status] - caution[b.status] || (a.source < b.source ? -1 : 1)
}

const caution: Readonly<Record<VexStatement['status'], number>> = {
  affected: 0,
  'under-investigation': 1,
  fixed: 2,
  'not-affected': 3,
}

/** True when a statement is about the component, by itself or as a part of the subject. */
export function vexConcerns(
  { products, subcomponents }: Pick<VexStatement, 'products' | 'subcomponents'>,
  { component, subject }: VexTarget,
): boolean {
  const isComponent = (name: string) => names(name, component)
  if (products.some(isComponent)) return subcomponents.length === 0 || subcomponents.some(isComponent)
  const inSubject =
    products.length === 0 || (subject !== undefined && products.some((name) => namesSubject(name, subject)))
  return inSubject && (subcomponents.length === 0 || subcomponents.some(isComponent))
}

/** What a product, component or subject is looked up by: its name without version, or its CPE. Equal where `vexConcerns` may be true. */
export function vexKeyOf(name: string): string {
  return name.startsWith('cpe:') ? name : split(name).name
}

/** The keys of everything a statement may name to be about these components. */
export function vexKeysOf(components: Iterable<VexTarget['component']>, subject: VexTarget['subject']): string[] {
  const keys = new Set<string>()
  for (const { purl, cpes } of components) {
    if (purl !== undefined) keys.add(vexKeyOf(purl))
    for (const cpe of cpes) keys.add(cpe)
  }
  for (const name of [subject?.name, subject?.purl]) if (name !== undefined) keys.add(vexKeyOf(name))
  return [...keys]
}

function names(product: string, { purl, cpes }: VexTarget['component']): boolean {
  if (product.startsWith('cpe:')) return cpes.includes(product)
  return purl !== undefined && purlCovers(product, purl)
}

function namesSubject(product: string, { purl, name }: NonNullable<VexTarget['subject']>): boolean {
  return product === name || (purl !== undefined && purlCovers(product, purl))
}

/**
 * A VEX product covers a component when type, namespace and name are equal, its version is absent or equal, every
 * qualifier it states is stated alike (OpenVEX, matching of purls), and a range in the qualifier `vers` holds the version.
 */
function purlCovers(product: string, purl: string): boolean {
  const wanted = split(product)
  const ours = split(purl)
  if (wanted.name !== ours.name || (wanted.version !== '' && wanted.version !== ours.version)) return false
  return wanted.qualifiers.every((qualifier) =>
    qualifier.startsWith(RANGE) ? isInRange(ours.version, qualifier) : ours.qualifiers.includes(qualifier),
  )
}

const RANGE = 'vers='

/** False for a range or a version that cannot be read: a statement is never stretched. */
function isInRange(version: string, qualifier: string): boolean {
  const vers = parseVers(decode(qualifier.slice(RANGE.length)))
  const range = vers.ok ? rangeFromVers(vers.value) : vers
  return range.ok && version !== '' && contains(range.value, version) === 'inside'
}

function split(purl: string): { name: string; version: string; qualifiers: string[] } {
  const [withoutSubpath = ''] = purl.split('#', 1)
  const question = withoutSubpath.indexOf('?')
  const path = question < 0 ? withoutSubpath : withoutSubpath.slice(0, question)
  const qualifiers = question < 0 ? [] : withoutSubpath.slice(question + 1).split('&')
  const at = path.lastIndexOf('@')
  const versioned = at > path.lastIndexOf('/')
  return {
    name: decode(versioned ? path.slice(0, at) : path),
    version: versioned ? decode(path.slice(at + 1)) : '',
    qualifiers,
  }
}

function decode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function reasonOf({ author, status, justification, statement, source, at }: VexStatement): Reason {
  const why = (justification ?? statement)?.trim().replace(/\.$/, '')
  const when = at === undefined ? '' : ` on ${at.slice(0, 10)}`
  return {
    code: 'vex',
    text: `${author ?? source} states ${status}${when}${why === undefined ? '' : `: ${why}`}.`,
    source,
  }
}
