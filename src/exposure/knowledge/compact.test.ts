import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Interval } from '#core/versions'
import type { Affected, CpeMatch } from '#core/vocabulary'
import { compactAffected, expandAffected } from './compact.ts'
import { storedByKey } from './compact-keys.ts'
import { affectedByKey, keysOf } from './keys.ts'

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

const operator = fc.constantFrom('AND' as const, 'OR' as const)
const node = fc
  .record({ operator, negate: fc.boolean(), matches: fc.array(match, { maxLength: 3 }) })
  .map(({ negate, ...rest }) => ({ ...rest, ...(negate && { negate: true as const }) }))
const said = fc.constantFrom({}, { by: 'acme' }, { container: 'cna' as const }, { by: 'a', container: 'cna' as const })
const configurations = fc.array(
  fc
    .tuple(
      fc.record({ kind: fc.constant('cpe' as const), operator, nodes: fc.array(node, { maxLength: 3 }) }),
      fc.constantFrom({}, { negate: true as const }),
      said,
    )
    .map(([entry, negate, by]): Affected => ({ ...entry, ...negate, ...by })),
)

it('what is stored compactly is read back exactly', () => {
  fc.assert(
    fc.property(configurations, (affected) => {
      const stored = JSON.parse(JSON.stringify(compactAffected(affected)))
      expect(expandAffected(stored)).toEqual(affected)
    }),
  )
})

it('what is stored is cut into the parts of its keys as what it stands for is', () => {
  const product = fc.record({
    kind: fc.constant('product' as const),
    vendor: fc.constantFrom('Acme', 'x'),
    product: fc.constantFrom('log4j', 'y'),
    cpes: fc.array(cpe, { maxLength: 3 }),
    scheme: fc.constant('generic' as const),
    intervals: fc.constant<Interval[]>([]),
    status: fc.constant('affected' as const),
  })
  fc.assert(
    fc.property(configurations, fc.array(product, { maxLength: 2 }), (affected, products) => {
      const all: Affected[] = [...affected, ...products]
      const expected = [...affectedByKey(all)].map(([key, own]) => [key, compactAffected(own)])
      expect([...storedByKey(compactAffected(all))]).toEqual(expected)
      expect(new Set(all.flatMap(keysOf))).toEqual(new Set(expected.map(([key]) => key)))
    }),
    { numRuns: 500 },
  )
})

it('packages and products are read back exactly', () => {
  const interval = fc.record(
    {
      min: fc.constantFrom('1.0', ''),
      minExclusive: fc.constant(true as const),
      max: fc.constantFrom('2.0', '9'),
      maxInclusive: fc.constant(true as const),
    },
    { requiredKeys: [] },
  )
  const shared = {
    scheme: fc.constantFrom('npm' as const, 'deb' as const, 'generic' as const),
    intervals: fc.array(interval, { maxLength: 3 }),
    status: fc.constantFrom('affected' as const, 'unaffected' as const, 'unknown' as const),
    versions: fc.array(fc.constantFrom('1', '2')),
    by: fc.constantFrom('example'),
  }
  const packages = fc.record({
    kind: fc.constant('package' as const),
    ecosystem: fc.string(),
    name: fc.string(),
    ...shared,
  })
  const products = fc.record(
    { kind: fc.constant('product' as const), vendor: fc.string(), product: fc.string(), ...shared },
    { requiredKeys: ['kind', 'vendor', 'product', 'scheme', 'intervals', 'status'] },
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(packages, products)), (affected) => {
      const stored = JSON.parse(JSON.stringify(compactAffected(affected as Affected[])))
      expect(expandAffected(stored)).toEqual(affected)
    }),
  )
})
