import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { compoundLabels } from './compounds.ts'
import { wordlist } from './index.ts'
import { commonLabels } from './labels.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(wordlist, domain)

describe('common names', () => {
  it('are found where they exist, and none that a wildcard makes', async () => {
    const { steps } = await lookWith(wordlist, domain, {
      seeds: ['shop.example'],
      zones: { 'shop.example': '@ A 192.0.2.1\nwww A 192.0.2.1\n* A 192.0.2.9\nvpn A 192.0.2.9\ndev-api A 192.0.2.2' },
    })
    expect(steps).toEqual(['wordlist shop.example > dev-api.shop.example', 'wordlist shop.example > www.shop.example'])
  })

  it('below a broken delegation are not invented; the delegation is found by what the zone above has (DS)', async () => {
    const { steps } = await lookWith(wordlist, domain, {
      seeds: ['shop.example'],
      zones: { 'shop.example': '@ A 192.0.2.1\nlabs NS ns.gone.example.' },
      answer: ({ name, type }) =>
        /(?:^|\.)labs\.shop\.example$/.test(name) && type !== 'DS' ? { rcode: 2 } : undefined,
    })
    expect(steps).toEqual(['wordlist shop.example > labs.shop.example'])
  }, 60_000)

  it('are labels, each once', () => {
    const labels = [...commonLabels, ...compoundLabels()]
    for (const label of labels) expect(label).toMatch(/^[a-z0-9_](?:[a-z0-9-]*[a-z0-9])?$/)
    expect(new Set(commonLabels).size).toBe(commonLabels.length)
    expect(commonLabels.length).toBeGreaterThan(1500)
  })
})
