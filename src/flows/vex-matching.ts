import { spelledOut, type VexBook, type VexClaim } from '#action/reports/vex'
import { justifications, type Ruling } from '#exposure/findings'
import type { VexCandidate } from '#exposure/findings/store'
import { vexConcerns } from '#exposure/matching'
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

/** Of several statements about a finding the newest decides; at equal time the one that claims less safety (OpenVEX). */
export function decideVex({ claims, head }: VexBook, candidates: readonly VexCandidate[]): DecidedVex {
  const byName = byVulnerability(candidates)
  const decisive = new Map<string, Said>()
  const said = claims.map((claim, statement) => spelledOut(claim).map((one): Said => ({ statement, claim: one })))
  const about = said.map((all) => {
    const found = new Set<VexCandidate>()
    for (const one of all)
      for (const finding of findingsOf(one.claim, byName)) {
        found.add(finding)
        const known = decisive.get(finding.id)
        if (!known || newestThenWorst(one, known, head.at) < 0) decisive.set(finding.id, one)
      }
    return [...found]
  })
  return { said, about, decisive }
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

function findingsOf(claim: VexClaim, byName: ReadonlyMap<string, VexCandidate[]>): VexCandidate[] {
  const named = [claim.vulnerability, ...claim.aliases].flatMap((name) => byName.get(name) ?? [])
  return [...new Set(named)].filter((candidate) => isAbout(claim, candidate))
}

/** True when the statement, which is about the finding's vulnerability, names its component, by itself or as a part of its asset. */
export function isAbout(claim: VexClaim, finding: VexCandidate, withSubject = true): boolean {
  const { component, subject } = finding
  return claim.products.some((product) =>
    vexConcerns(
      { products: product.ids, subcomponents: [...product.parts, ...claim.parts] },
      { component, ...(withSubject && { subject }) },
    ),
  )
}

/** True for findings that a ruling on one version of a component reaches together. */
export function isSameVersion(a: VexCandidate, b: VexCandidate): boolean {
  return (
    a.componentKey === b.componentKey &&
    a.componentVersion === b.componentVersion &&
    a.vulnerabilityId === b.vulnerabilityId
  )
}

/** What a statement rules, or nothing: that something is affected or being looked at takes no finding off the list. */
export function rulingOf(claim: VexClaim, endsAt: string): VexRuling | undefined {
  const { status, said, impact, note, actions } = claim
  const words = [impact, note, ...actions.map(({ text }) => text)].filter((text) => text !== undefined && text !== '')
  const reason = (fallback: string) => (words.join('\n') || fallback).slice(0, 4_000)
  const justification = claim.justification === undefined ? undefined : openVexJustification(claim.justification)
  if (status === 'fixed') return { status: 'false-positive', reason: reason('stated as fixed in this version'), endsAt }
  if (status === 'affected' && actions.some(({ how }) => how === 'no_fix_planned'))
    return { status: 'accepted', reason: reason('no fix is planned'), endsAt }
  if (status !== 'not-affected') return undefined
  const isStandard = justifications.some((known) => known === justification)
  return said !== 'false_positive' && isStandard
    ? { status: 'not-affected', justification, reason: reason(String(justification)), endsAt }
    : { status: 'false-positive', reason: reason(justification ?? 'stated as not affected'), endsAt }
}
