import { spelledOut, type VexBook, type VexClaim } from '#action/reports/vex'
import { justifications, type Ruling } from '#exposure/findings'
import type { VexCandidate } from '#exposure/findings/store'
import { vexConcerns } from '#exposure/matching'
import { withoutEnd } from './vex-end.ts'
import { openVexJustification } from './vex-sayings.ts'

/** What a statement rules, before it is known how far that reaches. */
export type VexRuling = Omit<Ruling, 'scope'>

/** Findings by each id of their vulnerability. */
function byVulnerability(candidates: readonly VexCandidate[]): ReadonlyMap<string, VexCandidate[]> {
  const byName = new Map<string, VexCandidate[]>()
  for (const candidate of candidates)
    for (const name of new Set([candidate.vulnerabilityId, ...candidate.recordIds])) {
      const known = byName.get(name)
      if (known) known.push(candidate)
      else byName.set(name, [candidate])
    }
  return byName
}

/** One thing a document says: of one product in one version. */
export interface Said {
  /** Which of the document's statements says it. */
  statement: number
  claim: VexClaim
}

/** Which findings a document is about, and what it says of each in the end. */
export interface DecidedVex {
  /** Everything each statement says. */
  said: Said[][]
  /** Findings each statement is about. */
  about: VexCandidate[][]
  /** What decides for a finding, by its id. */
  decisive: ReadonlyMap<string, Said>
}

/**
 * Of several statements about a version the newest decides; at equal time the one that claims less safety (OpenVEX). A
 * finding that several versions show is decided when something is said of each of them: by what claims least.
 */
export function decideVex({ claims, head }: VexBook, candidates: readonly VexCandidate[]): DecidedVex {
  const byName = byVulnerability(candidates)
  const ofVersions = new Map<VexCandidate, (Said | undefined)[]>()
  const said = claims.map((claim, statement) => spelledOut(claim).map((one): Said => ({ statement, claim: one })))
  const about = said.map((all) => {
    const found = new Set<VexCandidate>()
    for (const one of all)
      for (const [finding, place] of versionsOf(one.claim, byName)) {
        found.add(finding)
        const known = ofVersions.get(finding) ?? finding.components.map(() => undefined)
        ofVersions.set(finding, known)
        const before = known[place]
        if (!before || newestThenWorst(one, before, head.at) < 0) known[place] = one
      }
    return [...found]
  })
  const decisive = new Map<string, Said>()
  for (const [{ id }, versions] of ofVersions) {
    const least = leastSafe(versions)
    if (least) decisive.set(id, least)
  }
  return { said, about, decisive }
}

/** What decides for a finding by what is said of each of its versions; `undefined`: one is called safe, of another nothing is said. */
function leastSafe(versions: readonly (Said | undefined)[]): Said | undefined {
  const known = versions.filter((one) => one !== undefined)
  const [least] = known.toSorted((a, b) => caution[a.claim.status] - caution[b.claim.status])
  const isWhole = known.length === versions.length
  return isWhole || (least && caution[least.claim.status] < caution.fixed) ? least : undefined
}

const caution: Readonly<Record<VexClaim['status'], number>> = {
  affected: 0,
  'under-investigation': 1,
  fixed: 2,
  'not-affected': 3,
}

function newestThenWorst(a: Said, b: Said, documentAt: string | undefined): number {
  const timeOf = ({ claim }: Said) => Date.parse(claim.at ?? documentAt ?? '') || 0
  return timeOf(b) - timeOf(a) || caution[a.claim.status] - caution[b.claim.status]
}

/** The versions, by their place among those of their finding, that a statement is about. */
function* versionsOf(
  claim: VexClaim,
  byName: ReadonlyMap<string, VexCandidate[]>,
): Generator<[finding: VexCandidate, place: number]> {
  const named = new Set([claim.vulnerability, ...claim.aliases].flatMap((name) => byName.get(name) ?? []))
  for (const finding of named)
    for (const [place, component] of finding.components.entries())
      if (names(claim, { component, subject: finding.subject })) yield [finding, place]
}

function names(claim: VexClaim, what: Parameters<typeof vexConcerns>[1]): boolean {
  return claim.products.some((product) =>
    vexConcerns({ products: product.ids, subcomponents: [...product.parts, ...claim.parts] }, what),
  )
}

/** True when a statement about a finding's vulnerability names a version of its component by itself, not as a part of its asset. */
export function namesComponent(claim: VexClaim, { components }: VexCandidate): boolean {
  return components.some((component) => names(claim, { component }))
}

/** True for findings that a ruling on these versions of a component reaches together. */
export function isSameVersion(a: VexCandidate, b: VexCandidate): boolean {
  return (
    a.componentKey === b.componentKey &&
    a.componentVersion === b.componentVersion &&
    String(a.otherVersions) === String(b.otherVersions) &&
    a.vulnerabilityId === b.vulnerabilityId
  )
}

/** What a statement rules, or nothing: that something is affected or being looked at takes no finding off the list. */
export function rulingOf(claim: VexClaim, chosenEnd: string): VexRuling | undefined {
  const { status, said, actions } = claim
  const { words, until } = withoutEnd(claim)
  // Who takes it in chooses the latest end; a ruling that ended sooner where it was made ends then.
  const endsAt = until !== undefined && Date.parse(until) < Date.parse(chosenEnd) ? until : chosenEnd
  const reason = (fallback: string) => (words.join('\n') || fallback).slice(0, 4_000)
  const justification = claim.justification === undefined ? undefined : openVexJustification(claim.justification)
  if (status === 'fixed') return { status: 'false-positive', reason: reason('stated as fixed in this version'), endsAt }
  // With an end it is an acceptance in the words of a format that has no other for it.
  if (status === 'affected' && (until !== undefined || actions.some(({ how }) => how === 'no_fix_planned')))
    return { status: 'accepted', reason: reason('no fix is planned'), endsAt }
  if (status !== 'not-affected') return undefined
  const isStandard = justifications.some((known) => known === justification)
  return said !== 'false_positive' && isStandard
    ? { status: 'not-affected', justification, reason: reason(String(justification)), endsAt }
    : { status: 'false-positive', reason: reason(justification ?? 'stated as not affected'), endsAt }
}
