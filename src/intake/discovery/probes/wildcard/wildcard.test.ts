import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { wildcard } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(wildcard, domain)

describe('a wildcard', () => {
  const lab = {
    seeds: ['shop.example'],
    zones: { 'shop.example': '@ A 192.0.2.1\napps A 192.0.2.2\n*.apps A 192.0.2.3' },
  }

  it('is told where it begins', async () => {
    const apps = await lookWith(wildcard, { kind: 'hostname', name: 'apps.shop.example' }, lab)
    expect(apps.steps).toEqual(['dns-wildcard apps.shop.example > *.apps.shop.example'])
    expect(apps.weaknesses).toEqual(['dns-wildcard *.apps.shop.example'])
  })

  it('is not told above, nor below where it only goes on', async () => {
    expect((await lookWith(wildcard, domain, lab)).steps).toEqual([])
    const below = { kind: 'hostname', name: 'made-up.apps.shop.example' } as const
    expect((await lookWith(wildcard, below, lab)).steps).toEqual([])
  })
})
