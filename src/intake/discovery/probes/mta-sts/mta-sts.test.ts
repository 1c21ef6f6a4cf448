import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkProbe, lookWith } from '../probe.kit.ts'
import { mtaSts } from './index.ts'
import { parsePolicy, servesName } from './policy.ts'

const name = { kind: 'hostname', name: 'mta-sts.shop.example' } as const
checkProbe(mtaSts, name)

describe('a policy of MTA-STS', () => {
  it('is read by its keys (RFC 8461 section 3.2)', () => {
    const body = 'version: STSv1\r\nmode: testing\r\nmx: mail.shop.example\r\nmx: *.shop.example\r\nmax_age: 86400\r\n'
    expect(parsePolicy(body)).toEqual({ mode: 'testing', mx: ['mail.shop.example', '*.shop.example'] })
    expect(parsePolicy('<html>')).toBeUndefined()
    expect(parsePolicy('version: STSv1\nmode: maybe')).toBeUndefined()
    fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => void parsePolicy(text)))
  })

  it('names servers, one label for a star (section 4.1)', () => {
    expect(servesName('*.shop.example', 'mx.shop.example')).toBe(true)
    expect(servesName('*.shop.example', 'a.mx.shop.example')).toBe(false)
    expect(servesName('mx.shop.example', 'mx.shop.example')).toBe(true)
  })

  it('is not asked for at an address that is not approved', async () => {
    const zones = { 'shop.example': '_mta-sts TXT "v=STSv1; id=1"\nmta-sts A 127.0.0.9' }
    expect((await lookWith(mtaSts, name, { zones, seeds: ['shop.example'] })).probed).toEqual([])
    const asked = await lookWith(mtaSts, name, { zones, seeds: ['shop.example'], approved: ['127.0.0.9/32'] })
    expect(asked).toMatchObject({ probed: ['127.0.0.9:443'], troubles: ['no-policy'] })
  })
})
