import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { certificateTransparency } from './index.ts'

const domain = { kind: 'domain', name: 'shop.example' } as const
checkProbe(certificateTransparency, domain)

const zones = { 'shop.example': '@ TXT "there"' }
const look = (answer: unknown) =>
  lookWith(certificateTransparency, domain, { zones, seeds: ['shop.example'], sources: { 'ct.test': answer } })

describe('the logs of certificates', () => {
  it('name hosts of the domain, wildcards their base, other domains only as related', async () => {
    const { steps } = await look([
      {
        name_value: 'shop.example\nold.shop.example\n*.apps.shop.example',
        common_name: 'old.shop.example',
        serial_number: '1',
      },
      { name_value: 'x.shop.example', common_name: 'kiosk.example', serial_number: '2' },
      { name_value: 'me@shop.example\nbad name\n192.0.2.1' },
    ])
    expect(steps).toEqual([
      'ct shop.example > apps.shop.example',
      'ct shop.example > old.shop.example',
      'ct shop.example > x.shop.example',
      'ct-shared shop.example > kiosk.example',
    ])
  })

  it('name www of a name that is there without saying that it is a host', async () => {
    const { steps } = await look([{ name_value: 'a.shop.example\nwww.a.shop.example' }])
    expect(steps).toEqual(['ct shop.example > a.shop.example', 'ct-twin shop.example > www.a.shop.example'])
  })

  it.each([
    ['<html>busy</html>', 'malformed'],
    ['{"error":1}', 'malformed'],
  ])('that answer %s are told as a trouble', async (answer, code) =>
    expect((await look(answer)).troubles).toEqual([code]),
  )

  it('are not searched below a name that does not exist', async () => {
    const sources = { 'ct.test': [{ name_value: 'old.shop.example' }] }
    const { steps } = await lookWith(certificateTransparency, domain, { zones: {}, seeds: ['shop.example'], sources })
    expect(steps).toEqual([])
  })

  it('that are down are told as a trouble', async () => {
    const down = await lookWith(certificateTransparency, domain, { zones, seeds: ['shop.example'], sources: {} })
    expect(down.troubles).toEqual(['http-status'])
  })
})
