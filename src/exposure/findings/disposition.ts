import { canonicalJson, digestOf, err, ok, problem, type Result } from '#core/kernel'
import type { Exposure, Match, Priority } from '#core/vocabulary'
import { type OtherVersion, versionText } from './versions.ts'

/** What a person rules. `not-affected` is VEX's word and carries its justification. */
export const dispositionStatuses = ['false-positive', 'accepted', 'not-affected'] as const
export type DispositionStatus = (typeof dispositionStatuses)[number]

/** How far a ruling reaches, narrowest first. */
export const dispositionScopes = ['finding', 'component', 'asset', 'workspace'] as const
export type DispositionScope = (typeof dispositionScopes)[number]

/** Facts a ruling may rest on. When one of them moves, the findings it covers come back. */
export const anchorFacts = ['version', 'advisory', 'evidence', 'exposure', 'exploitation'] as const
export type AnchorFact = (typeof anchorFacts)[number]
export type Anchor = Partial<Record<AnchorFact, string>>

/** VEX justifications of `not-affected` (OpenVEX, CSAF flags). */
export const justifications = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
] as const

const MAX_REASON = 4_000
/** Nothing is excepted for ever (law 4). */
const MAX_DAYS = 730
const DAY_MS = 86_400_000

/** A ruling as somebody asks for it, about one finding; a wider scope takes its vulnerability with it. */
export interface Ruling {
  status: DispositionStatus
  scope: DispositionScope
  reason: string
  justification?: string | undefined
  /** When it ends, an instant. */
  endsAt: string
  /** What it rests on; by default what the status and scope suggest. */
  restsOn?: readonly AnchorFact[] | undefined
}

/**
 * What each ruling rests on unless its author says otherwise. Accepting a risk rests on how exposed and how exploited it
 * is; calling a match wrong rests on what the sources and the tools say. A scope wider than one version cannot rest on a
 * version.
 */
export function defaultAnchor(status: DispositionStatus, scope: DispositionScope): AnchorFact[] {
  const isWide = scope === 'asset' || scope === 'workspace'
  const facts: readonly AnchorFact[] =
    status === 'accepted' || isWide ? anchorFacts : ['version', 'advisory', 'evidence']
  return facts.filter((fact) => canRestOn(scope, fact) && (fact !== 'exposure' || status === 'accepted'))
}

/**
 * Facts that differ between the findings of a scope cannot be what a ruling of that scope rests on; but for exposure, of
 * which the worst that it covers is kept: see {@link boundsExposure}.
 */
function canRestOn(scope: DispositionScope, fact: AnchorFact): boolean {
  if (fact === 'evidence') return scope === 'finding'
  if (fact === 'exposure' || fact === 'exploitation') return true
  return scope === 'finding' || scope === 'component'
}

/** Exposures, least first. What nobody knows counts as worse than what is known to be inside. */
export const exposureOrder = ['isolated', 'internal', 'unknown', 'internet'] as const satisfies readonly Exposure[]

/** A ruling across assets rests on the worst exposure it covered when it was made; what is exposed worse, it does not cover. */
export function boundsExposure(scope: DispositionScope): boolean {
  return scope === 'component' || scope === 'workspace'
}

/** The facts a ruling rests on, or why it cannot be made. Problem `bad-ruling`. */
export function checkRuling(ruling: Ruling, now: string): Result<AnchorFact[]> {
  const { status, scope, reason, justification, endsAt, restsOn } = ruling
  const length = Date.parse(endsAt) - Date.parse(now)
  if (reason.trim() === '' || reason.length > MAX_REASON) return refused('say why, in up to 4,000 characters')
  if (!(length > 0)) return refused('the end lies in the past')
  if (length > MAX_DAYS * DAY_MS)
    return refused(`a ruling ends after ${MAX_DAYS} days at most; it can be made again then`)
  if (status === 'not-affected' && !justifications.includes(justification as (typeof justifications)[number]))
    return refused(`"not affected" needs a justification: ${justifications.join(', ')}`)
  const facts = restsOn ? [...new Set(restsOn)] : defaultAnchor(status, scope)
  const impossible = facts.find((fact) => !canRestOn(scope, fact))
  if (impossible) return refused(`a ruling for the scope "${scope}" cannot rest on the ${impossible}: it differs there`)
  return facts.length > 0 ? ok(facts) : refused('a ruling rests on something')
}

function refused(message: string): Result<never> {
  return err(problem('bad-ruling', message))
}

/** What a finding's facts are now. `advisory` changes when what the sources say of it does, not when they only touch a date. */
export function anchorOf(
  finding: {
    componentVersion: string | null
    otherVersions: readonly OtherVersion[]
    match: Match
    evidence: string
    priority: Pick<Priority, 'exploitation'>
  },
  exposure: Exposure,
): Required<Anchor> {
  const { verdict, records, fixedVersions, fixState } = finding.match
  const { componentVersion, otherVersions } = finding
  const said = records.map(({ source, recordId }) => `${source} ${recordId}`).sort()
  const ofOthers = otherVersions.map((other) => [other.version, other.verdict, other.fixedVersion])
  return {
    version: versionText(componentVersion, otherVersions),
    advisory: digestOf(
      canonicalJson([verdict, said, [...fixedVersions].sort(), fixState, ...(ofOthers.length > 0 ? [ofOthers] : [])]),
    ).slice(0, 16),
    evidence: finding.evidence,
    exposure,
    exploitation: finding.priority.exploitation,
  }
}
