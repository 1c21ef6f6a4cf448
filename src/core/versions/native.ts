import { err, ok, problem, type Result } from '#core/kernel'
import { invertIntervals, unionIntervals } from './interval-set.ts'
import { nativeSyntaxOf } from './ranges/registry.ts'
import type { NativeOptions } from './ranges/types.ts'
import type { Interval, SchemeId, VersionRange } from './types.ts'

const MAX_LENGTH = 8_192

/** A range in its ecosystem's own syntax; comparator lists where it has none. Problem: `bad-range`. */
export function parseNativeRange(scheme: SchemeId, text: string, options: NativeOptions = {}): Result<VersionRange> {
  if (text.length > MAX_LENGTH) return err(problem('bad-range', 'the range is too long'))
  const part = nativeSyntaxOf(scheme)(text, options)
  return part ? ok({ scheme, ...part }) : err(problem('bad-range', `"${text.slice(0, 80)}" is no ${scheme} range`))
}

/** The union of several native ranges; none of them: the empty range. */
export function unionRange(scheme: SchemeId, texts: readonly string[]): Result<VersionRange> {
  const intervals: Interval[] = []
  for (const text of texts) {
    const range = parseNativeRange(scheme, text)
    if (!range.ok) return range
    intervals.push(...range.value.intervals)
  }
  return ok({ scheme, intervals: unionIntervals(scheme, intervals) })
}

/** Everything outside the intervals. */
export function invertRange(scheme: SchemeId, intervals: readonly Interval[]): Interval[] {
  return invertIntervals(scheme, intervals)
}
