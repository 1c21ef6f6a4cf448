import { defaultDecay } from '#core/statistics'
import type { AssuranceEvidenceKind, ControlAspect, EvidenceResult } from '#core/vocabulary'
import { type ControlAssessment, recentSince } from './assess.ts'
import type { Control } from './control.ts'

/** What is judged of a piece of evidence. */
export interface JudgedPiece {
  position: number
  kind: AssuranceEvidenceKind
  aspect: ControlAspect
  result: EvidenceResult
  at: string
  demands: number
  weight: number
  subjectVersion: string | null
  /** How many of its failures changes were proven against, and when the last of these took effect. */
  cleared: { demands: number; madeAt: string } | null
  /** Its case said something else of the control since. */
  isSuperseded?: boolean
}

/** What a piece of evidence does to what its control is credited now. */
export interface Bearing {
  /** From 0, it counts no more, to 1, in full. */
  weight: number
  /** Why it counts less or no more, or still in full; null: nothing is to be said. */
  why: string | null
}

/** What its control is judged by now. */
export interface JudgedBy {
  now: string
  assessment: ControlAssessment
  /** Place in the chain of the probe that counts, and what it was. */
  probe: { position: number; at: string } | undefined
  /** There are ways past it, or nothing of it counts. */
  isLimited: boolean
}

const DAY_MS = 86_400_000
const inFull: Bearing = { weight: 1, why: null }
const none = (why: string): Bearing => ({ weight: 0, why })

/** How much a piece of evidence counts now, and why: a failure that counts no more says what took it out. */
export function bearingOf(
  control: Pick<Control, 'version' | 'halfLifeDays'>,
  piece: JudgedPiece,
  by: JudgedBy,
): Bearing {
  if (piece.kind === 'attestation' || piece.kind === 'review')
    return none('a person’s word: it is kept, and moves none of the three facts')
  if (piece.result !== 'pass' && piece.result !== 'fail') return none('it has no verdict')
  return bearings[piece.aspect](control, piece, by)
}

type Judge = (control: Pick<Control, 'version' | 'halfLifeDays'>, piece: JudgedPiece, by: JudgedBy) => Bearing

const bearings: Readonly<Record<ControlAspect, Judge>> = { coverage, liveness, efficacy }

function liveness(_: unknown, { position }: JudgedPiece, { probe, assessment }: JudgedBy): Bearing {
  if (probe && probe.position !== position) return none(`the newer word of ${moment(probe.at)} counts in its place`)
  return assessment.liveness.state === 'unknown'
    ? none('its window has passed: it says of two probe intervals that it is alive')
    : inFull
}

function coverage(
  { halfLifeDays }: Pick<Control, 'halfLifeDays'>,
  { kind, at }: JudgedPiece,
  { now, assessment, isLimited }: JudgedBy,
): Bearing {
  if (kind === 'exposure') return none('the finding itself limits it, while it is open')
  if (isLimited) return none('there is a way past it: no request counts as seen by it')
  if (!assessment.coverage) return none(`its window has passed: no trace carried it within ${halfLifeDays} days`)
  const { since } = assessment.coverage
  const isRecent = since >= recentSince(now)
  return isRecent && at.slice(0, 10) < since
    ? none('its window has passed: the last 7 days show fewer requests, and they alone count')
    : inFull
}

function efficacy(
  { version, halfLifeDays }: Pick<Control, 'version' | 'halfLifeDays'>,
  { result, at, demands, weight, subjectVersion, cleared, isSuperseded = false }: JudgedPiece,
  { now }: JudgedBy,
): Bearing {
  const isEarlier = subjectVersion !== version
  if (isSuperseded) return none('superseded: the case said something else of it since')
  if (result === 'fail') {
    if (cleared) return repaired(demands, cleared)
    return isEarlier && subjectVersion !== null
      ? { weight: 1, why: 'of another version, and in full: a failure counts until a change is proven' }
      : inFull
  }
  const age = Math.max(0, Math.floor((Date.parse(now) - Date.parse(at.slice(0, 10))) / DAY_MS))
  const faded = 0.5 ** (age / halfLifeDays)
  const reasons = [
    isEarlier &&
      (subjectVersion === null ? 'no version is stated: it counts a quarter' : otherVersion(subjectVersion, version)),
    age > 0 && `${age} ${age === 1 ? 'day' : 'days'} old: a pass counts half every ${halfLifeDays} days`,
    weight < 1 && 'repeats of a case count once, and as far as who judged them is believed',
  ].filter((reason) => reason !== false)
  return {
    weight: faded * (isEarlier ? defaultDecay.earlierVersion : 1) * weight,
    why: reasons.join('; ') || null,
  }
}

/** Whichever of the two is newer: what runs is what is registered, until somebody says otherwise. */
function otherVersion(tested: string, registered: string | null): string {
  return registered === null
    ? `of version ${tested}, while the control is registered without one: it counts a quarter; say on the control which version runs`
    : `of version ${tested}, while the control is registered as ${registered}: it counts a quarter; if ${tested} runs now, say so on the control, else test ${registered}`
}

function repaired(demands: number, { demands: cleared, madeAt }: NonNullable<JudgedPiece['cleared']>): Bearing {
  const change = `the change that took effect ${moment(madeAt)} was proven against`
  if (cleared >= demands) return none(`repaired: ${change} it`)
  return { weight: 1 - cleared / demands, why: `${cleared} of ${demands} repaired: ${change} that` }
}

function moment(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`
}
