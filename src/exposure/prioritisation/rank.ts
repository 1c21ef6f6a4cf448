import type { Basis, Priority, Urgency, Verdict } from '#core/vocabulary'

/** Bands are fine enough to order by and coarse enough that a daily EPSS file does not rewrite every row. They decide nothing. */
const epssBands = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9] as const

const exploitationOrder: Readonly<Record<Priority['exploitation'], number>> = {
  none: 0,
  unknown: 1,
  'public poc': 2,
  weaponised: 3,
  active: 4,
}

const urgencyOrder: Readonly<Record<Urgency, number>> = { defer: 0, scheduled: 1, soon: 2, now: 3 }
const certainty: Readonly<Record<Basis, number>> = { assumed: 1, inferred: 2, stated: 2, observed: 2 }
/** Of a tool's rule nobody published that it can be attacked at all: it rests on more assumptions than a vulnerability. */
const ASSUMED_OF_A_RULE = 0
const verdictCertainty: Readonly<Record<Verdict, number>> = {
  affected: 2,
  'likely-affected': 1,
  'likely-fixed': 0,
  'not-affected': 0,
  unknown: 0,
}

/**
 * One number for the order people say aloud: urgency; within it what is known before what is assumed, and what
 * is known to be exploited before the rest; then the decision in full (forensic triage before none) and confirmed matches
 * before likely ones; then exploitation evidence in full; then EPSS (in bands; none sorts as the middle band); then CVSS.
 * Larger is more urgent. `outcomeIndex`: place of the outcome in its table, 0 = least urgent. `score`: what stands for CVSS
 * in the order where there is none. `isRule`: it is no vulnerability, but a tool's rule; assumed, it comes last.
 */
export function rankOf(
  priority: Omit<Priority, 'why'>,
  outcomeIndex: number,
  verdict: Verdict,
  { score = priority.cvss?.score ?? UNKNOWN_CVSS, isRule = false }: { score?: number; isRule?: boolean } = {},
): number {
  const digits: readonly [value: number, base: number][] = [
    [urgencyOrder[priority.urgency], 4],
    // Before the outcome: of two that are due alike, a worse outcome that rests on an assumption comes second.
    [isRule && priority.basis === 'assumed' ? ASSUMED_OF_A_RULE : certainty[priority.basis], 3],
    // Of those that all rest on an assumption, what is seen to be exploited is no assumption.
    [isExploited(priority) ? 1 : 0, 2],
    [outcomeIndex, 16],
    [verdictCertainty[verdict], 3],
    [exploitationOrder[priority.exploitation], 5],
    [epssBand(priority.epss?.probability), EPSS_BANDS],
    [Math.round(score * 10), EPSS_STEP],
  ]
  return digits.reduce((rank, [value, base]) => rank * base + Math.min(value, base - 1), 0)
}

function isExploited({ exploitation }: Pick<Priority, 'exploitation'>): boolean {
  return exploitation === 'active' || exploitation === 'weaponised'
}

/** A vulnerability nobody has scored sorts with the middling ones, not at the end. */
const UNKNOWN_CVSS = 5
const UNKNOWN_BAND = Math.floor(epssBands.length / 2)

/** How much one EPSS band weighs in a rank, and how many bands there are: `rank / EPSS_STEP % EPSS_BANDS` is a rank's band. */
export const EPSS_STEP = 101
export const EPSS_BANDS = epssBands.length + 1

/** A rank as it is with another EPSS band. */
export function withEpssBand(rank: number, band: number): number {
  return rank + (band - (Math.floor(rank / EPSS_STEP) % EPSS_BANDS)) * EPSS_STEP
}

/** The band of a probability; of none the one in the middle. */
export function epssBand(probability: number | undefined): number {
  return probability === undefined ? UNKNOWN_BAND : epssBands.filter((bound) => probability >= bound).length
}
