import { type MedianTime, medianSpan, medianTime, type SpanOfTime } from '#core/statistics'
import type { CaseStep } from '#core/vocabulary'
import type { AssuranceCase, CaseMoment } from './case.ts'

/** How long cases take from one moment to another, in hours. */
export interface CaseTime {
  from: CaseStep
  to: CaseStep
  /** Cases that say enough to count, those of them that got there, and those whose time nobody knows. */
  total: number
  reached: number
  unknown: number
  /** Half got there within it; null: the cases do not reach it. */
  median: number | null
  /** 95 % bounds where every time is exact (Kaplan–Meier); where some are ranges, the span in which the median falls (Turnbull). */
  low: number | null
  high: number | null
  by: 'kaplan-meier' | 'turnbull'
}

type Timed = Pick<AssuranceCase, 'kind' | 'state' | 'moments'>

/** What is measured (METHODS M6). */
const stages: readonly (readonly [CaseStep, CaseStep])[] = [
  ['occurred', 'detected'],
  ['detected', 'triaged'],
  ['detected', 'contained'],
  ['detected', 'change-verified'],
  ['detected', 'regression-green'],
  ['detected', 'shared'],
]

const HOUR_MS = 3_600_000
/** Times as they are shown: a minute is exact enough. */
const MINUTES = 60

/** Medians with open cases as waiting, never means: of exercises none, for nobody was met in earnest. */
export function caseTimes(cases: readonly Timed[], now: string): CaseTime[] {
  const real = cases.filter(({ kind }) => kind !== 'exercise')
  return stages.map(([from, to]) => timeOf(from, to, real, now))
}

function timeOf(from: CaseStep, to: CaseStep, cases: readonly Timed[], now: string): CaseTime {
  const spans = cases.map((one) => spanOf(one, from, to, now))
  const known = spans.filter((span) => span !== undefined)
  const reached = known.filter(({ ended }) => ended).length
  const counts = { from, to, total: known.length, reached, unknown: spans.length - known.length }
  if (known.every(({ low, high, ended, exact }) => exact && (!ended || low === high))) {
    const found = medianTime(
      known.map(({ low, ended }) => ({ time: low, events: Number(ended), censored: Number(!ended) })),
    )
    return { ...counts, by: 'kaplan-meier', ...shown(found) }
  }
  const place = medianSpan(known)
  return {
    ...{ ...counts, by: 'turnbull', median: place ? rounded((place.low + place.high) / 2) : null },
    ...{ low: place ? rounded(place.low) : null, high: place ? rounded(place.high) : null },
  }
}

function shown({ median, low, high }: MedianTime) {
  const or = (value: number | undefined) => (value === undefined ? null : rounded(value))
  return { median: or(median), low: or(low), high: or(high) }
}

function rounded(hours: number): number {
  return Math.round(hours * MINUTES) / MINUTES
}

interface KnownSpan extends SpanOfTime {
  ended: boolean
  exact: boolean
}

/** Between which bounds it took; `undefined` where nobody knows when it began, or, of a closed case, whether it ever came. */
function spanOf({ moments, state }: Timed, from: CaseStep, to: CaseStep, now: string): KnownSpan | undefined {
  const [start, end] = [momentOf(moments, from), momentOf(moments, to)]
  const began = boundsOf(start)
  if (!began) return undefined
  const hours = (ms: number) => Math.max(0, ms / HOUR_MS)
  const exact = isExact(start)
  if (!end) {
    if (state === 'closed') return undefined
    return { low: hours(Date.parse(now) - began.latest), high: Number.POSITIVE_INFINITY, ended: false, exact }
  }
  const came = boundsOf(end)
  // What ended before it began is a contradiction, and no time.
  if (!came || came.latest < began.earliest) return undefined
  return {
    low: hours(came.earliest - began.latest),
    high: hours(came.latest - began.earliest),
    ended: true,
    exact: exact && isExact(end),
  }
}

function momentOf(moments: readonly CaseMoment[], step: CaseStep): CaseMoment | undefined {
  return moments.find((moment) => moment.step === step)
}

/** A bound that nobody gave is open: what ended "by noon" may have taken no time at all, or as long as one likes. */
function boundsOf(moment: CaseMoment | undefined): { earliest: number; latest: number } | undefined {
  if (!moment || (moment.earliest === null && moment.latest === null)) return undefined
  return {
    earliest: moment.earliest === null ? Number.NEGATIVE_INFINITY : Date.parse(moment.earliest),
    latest: moment.latest === null ? Number.POSITIVE_INFINITY : Date.parse(moment.latest),
  }
}

function isExact(moment: CaseMoment | undefined): boolean {
  return moment !== undefined && moment.earliest !== null && moment.earliest === moment.latest
}
