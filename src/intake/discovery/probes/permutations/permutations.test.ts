import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { permutations } from './index.ts'
import { variantsOf } from './variants.ts'

const name = { kind: 'hostname', name: 'web02.shop.example' } as const
checkProbe(permutations, name)

describe('variants', () => {
  it('of a known name are found where they exist', async () => {
    const { steps } = await lookWith(permutations, name, {
      seeds: ['shop.example'],
      zones: { 'shop.example': 'web02 A 192.0.2.1\nweb03 A 192.0.2.1\nweb02-old A 192.0.2.1' },
    })
    expect(steps).toEqual([
      'permutation shop.example > web02-old.shop.example',
      'permutation shop.example > web03.shop.example',
    ])
  })

  it.each([
    ['api', ['api-v2', 'dev-api', 'api1', 'api-01']],
    ['web02', ['web01', 'web05']],
    ['app-dev-eu', ['app-prod-eu', 'app-eu', 'dev-eu']],
  ])('of %s are %j and others', (label, some) => expect(variantsOf(label)).toEqual(expect.arrayContaining(some)))

  it('are labels, never the label itself, and not too many', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9-]{1,63}$/), (label) => {
        const variants = variantsOf(label)
        expect(variants.length).toBeLessThanOrEqual(400)
        expect(variants).not.toContain(label)
        for (const variant of variants) expect(variant).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
      }),
    )
  })
})
