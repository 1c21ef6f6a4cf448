import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Affected, CpeMatch } from '#core/vocabulary'
import { compactAffected, expandAffected } from './compact.ts'

const part = fc.constantFrom('*', '-', 'a', 'log4j', '1\\:2', 'x\\*', '2.14.1', 'c\\\\')
const cpe = fc.oneof(
  fc.array(part, { minLength: 11, maxLength: 11 }).map((parts) => `cpe:2.3:${parts.join(':')}`),
  fc.constantFrom('cpe:/a:x:y', 'cpe:2.3:a:short', ''),
)
const bound = fc.option(fc.constantFrom('1.0', '2', ''), { nil: undefined })
const match = fc
  .record({
    cpe,
    vulnerable: fc.boolean(),
    min: bound,
    max: bound,
    minExclusive: fc.boolean(),
    maxInclusive: fc.boolean(),
  })
  .map(
    ({ cpe, vulnerable, min, max, minExclusive, maxInclusive }): CpeMatch => ({
      cpe,
      vulnerable,
      ...(min !== undefined && { min }),
      ...(minExclusive && { minExclusive }),
      ...(max !== undefined && { max }),
      ...(maxInclusive && { maxInclusive }),
    }),
  )

it('what is stored compactly is read back exactly', () => {
  const operator = fc.constantFrom('AND' as const, 'OR' as const)
  const node = fc.record({ operator, matches: fc.array(match, { maxLength: 3 }) })
  const configuration = fc.record({
    kind: fc.constant('cpe' as const),
    operator,
    nodes: fc.array(node, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(fc.array(configuration), (affected: Affected[]) => {
      const stored = JSON.parse(JSON.stringify(compactAffected(affected)))
      expect(expandAffected(stored)).toEqual(affected)
    }),
  )
})
