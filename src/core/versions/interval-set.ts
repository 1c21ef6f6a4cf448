import { compareVersions, isValidVersion } from './compare.ts'
import type { Interval, SchemeId } from './types.ts'

/** A place between versions: just before or just after one; `undefined` is an end of the order. */
interface Cut {
  version: string | undefined
  after: boolean
}

/** Sorted, merged intervals that hold the same versions. Those with an unreadable bound stay as they are, at the end. */
export function unionIntervals(scheme: SchemeId, intervals: readonly Interval[]): Interval[] {
  const all = intervals.map(spanOf)
  const unreadable = all.filter((span) => !isReadable(scheme, span.from) || !isReadable(scheme, span.to))
  const spans = all
    .filter((span) => !unreadable.includes(span))
    .toSorted((a, b) => compareCuts(scheme, a.from, b.from, -1))
  const merged: Span[] = []
  for (const span of spans) {
    if (isEmpty(scheme, span)) continue
    const last = merged.at(-1)
    if (!last || compareEnds(scheme, last.to, span.from) < 0) merged.push({ ...span })
    else if (compareCuts(scheme, span.to, last.to, 1) > 0) last.to = span.to
  }
  return [...merged, ...unreadable].map(intervalOf)
}

/** The versions in both. */
export function intersectIntervals(scheme: SchemeId, a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const parts = a.map(spanOf).flatMap((left) =>
    b.map(spanOf).map((right) => ({
      from: narrower(scheme, left.from, right.from, -1),
      to: narrower(scheme, left.to, right.to, 1),
    })),
  )
  return unionIntervals(scheme, parts.filter((span) => !isEmpty(scheme, span)).map(intervalOf))
}

/** All other versions. */
export function invertIntervals(scheme: SchemeId, intervals: readonly Interval[]): Interval[] {
  const gaps: Span[] = []
  let from: Cut = { version: undefined, after: false }
  let open = true
  for (const { from: start, to } of unionIntervals(scheme, intervals).map(spanOf)) {
    if (start.version !== undefined) gaps.push({ from, to: start })
    open = to.version !== undefined
    from = to
  }
  if (open) gaps.push({ from, to: { version: undefined, after: true } })
  return gaps.filter((span) => !isEmpty(scheme, span)).map(intervalOf)
}

/** Of two lower cuts (`end` -1) the higher, of two upper ones the lower; an unreadable one, which may be anywhere, first. */
function narrower(scheme: SchemeId, a: Cut, b: Cut, end: -1 | 1): Cut {
  if (!isReadable(scheme, a)) return a
  if (!isReadable(scheme, b)) return b
  return compareCuts(scheme, a, b, end) * end <= 0 ? a : b
}

function isReadable(scheme: SchemeId, { version }: Cut): boolean {
  return version === undefined || isValidVersion(scheme, version)
}

interface Span {
  from: Cut
  to: Cut
}

function spanOf({ min, minExclusive, max, maxInclusive }: Interval): Span {
  return { from: { version: min, after: minExclusive === true }, to: { version: max, after: maxInclusive === true } }
}

function intervalOf({ from, to }: Span): Interval {
  return {
    ...(from.version !== undefined && { min: from.version, ...(from.after && { minExclusive: true as const }) }),
    ...(to.version !== undefined && { max: to.version, ...(to.after && { maxInclusive: true as const }) }),
  }
}

/** `end`: what an open cut stands for, -1 below or 1 above everything. */
function compareCuts(scheme: SchemeId, a: Cut, b: Cut, end: -1 | 1): number {
  if (a.version === undefined || b.version === undefined)
    return a.version === b.version ? 0 : a.version === undefined ? end : -end
  return compareVersions(scheme, a.version, b.version) || Number(a.after) - Number(b.after)
}

/** An upper cut against a lower one: negative when there is a gap between them. */
function compareEnds(scheme: SchemeId, to: Cut, from: Cut): number {
  if (to.version === undefined || from.version === undefined) return 1
  return compareVersions(scheme, to.version, from.version) || Number(to.after) - Number(from.after)
}

function isEmpty(scheme: SchemeId, { from, to }: Span): boolean {
  if (from.version === undefined || to.version === undefined) return false
  if (!isReadable(scheme, from) || !isReadable(scheme, to)) return false
  return compareCuts(scheme, from, to, 1) >= 0
}
