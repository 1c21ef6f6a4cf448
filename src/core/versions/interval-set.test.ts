import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, type Interval, type SchemeId } from './index.ts'
import { intersectIntervals, invertIntervals, unionIntervals } from './interval-set.ts'

const scheme: SchemeId = 'semver'
const version = fc
  .tuple(fc.nat(2), fc.nat(2), fc.constantFrom('', '-a', '-b'))
  .map(([minor, patch, prerelease]) => `1.${minor}.${patch}${prerelease}`)
const interval: fc.Arbitrary<Interval> = fc
  .record(
    { min: version, minExclusive: fc.constant(true as const), max: version, maxInclusive: fc.constant(true as const) },
    { requiredKeys: [] },
  )
  .map(({ min, minExclusive, max, maxInclusive }) => ({
    ...(min !== undefined && { min, ...(minExclusive && { minExclusive }) }),
    ...(max !== undefined && { max, ...(maxInclusive && { maxInclusive }) }),
  }))
const intervals = fc.array(interval, { maxLength: 4 })

function holds(set: readonly Interval[], probe: string): boolean {
  return contains({ scheme, intervals: [...set] }, probe) === 'inside'
}

describe('sets of intervals', () => {
  it('a union holds what one of the sets holds', () => {
    fc.assert(
      fc.property(intervals, intervals, version, (a, b, probe) => {
        expect(holds(unionIntervals(scheme, [...a, ...b]), probe)).toBe(holds(a, probe) || holds(b, probe))
      }),
    )
  })

  it.each<SchemeId>(['semver', 'golang'])('a union in %s hides no unreadable bound', (id) => {
    const bound = fc.oneof(version, fc.constant('what'))
    const unsure = fc.array(fc.record({ min: bound, max: bound }, { requiredKeys: [] }), { maxLength: 4 })
    fc.assert(
      fc.property(unsure, version, (set, probe) => {
        const merged = contains({ scheme: id, intervals: unionIntervals(id, set) }, probe)
        expect(merged).toBe(contains({ scheme: id, intervals: set }, probe))
      }),
    )
  })

  it('an intersection with an unreadable bound is certain only where the other set is', () => {
    fc.assert(
      fc.property(intervals, version, version, (a, bound, probe) => {
        const both = intersectIntervals('golang', a, [{ min: bound, max: 'what' }])
        const held = contains({ scheme: 'golang', intervals: both }, probe)
        expect(['outside', 'unparsable']).toContain(held)
        if (contains({ scheme: 'golang', intervals: a }, probe) === 'inside' && probe > bound)
          expect(held).toBe('unparsable')
      }),
    )
  })

  it('an intersection holds what both sets hold', () => {
    fc.assert(
      fc.property(intervals, intervals, version, (a, b, probe) => {
        expect(holds(intersectIntervals(scheme, a, b), probe)).toBe(holds(a, probe) && holds(b, probe))
      }),
    )
  })

  it('an inversion holds what the set does not, and inverted again is the merged set', () => {
    fc.assert(
      fc.property(intervals, version, (a, probe) => {
        const inverse = invertIntervals(scheme, a)
        expect(holds(inverse, probe)).toBe(!holds(a, probe))
        expect(invertIntervals(scheme, inverse)).toEqual(unionIntervals(scheme, a))
      }),
    )
  })

  it('a merged set is sorted, without overlaps, and merging it again changes nothing', () => {
    fc.assert(
      fc.property(intervals, (a) => {
        const merged = unionIntervals(scheme, a)
        expect(unionIntervals(scheme, merged.toReversed())).toEqual(merged)
      }),
    )
  })

  it('an interval that ends before it begins is empty', () => {
    expect(unionIntervals(scheme, [{ min: '2.0.0', max: '1.0.0' }])).toEqual([])
    expect(unionIntervals(scheme, [{ min: '1.0.0', max: '1.0.0' }])).toEqual([])
    expect(unionIntervals(scheme, [{ min: '1.0.0', max: '1.0.0', maxInclusive: true }])).toHaveLength(1)
  })
})
