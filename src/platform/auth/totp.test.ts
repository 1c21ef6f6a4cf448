import { describe, expect, it } from 'vitest'
import { base32, matchingStep, otpauthUri, stepAt, totpAt } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('a time-based one-time password', () => {
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %i seconds is %s (RFC 6238, appendix B, SHA-1)', (seconds, code) => {
    expect(totpAt(secret, stepAt(seconds * 1_000), 8)).toBe(code)
  })

  it('is accepted one step early or late and no further', () => {
    const now = 1_800_000_000_000
    const at = (steps: number) => matchingStep(secret, totpAt(secret, stepAt(now) + steps), now, 0)
    expect([-2, -1, 0, 1, 2].map((steps) => at(steps) !== undefined)).toEqual([false, true, true, true, false])
  })

  it('is accepted once: neither again nor one from before it', () => {
    const now = 1_800_000_000_000
    const used = matchingStep(secret, totpAt(secret, stepAt(now)), now, 0)!
    expect(matchingStep(secret, totpAt(secret, stepAt(now)), now, used)).toBeUndefined()
    expect(matchingStep(secret, totpAt(secret, stepAt(now) - 1), now, used)).toBeUndefined()
    expect(matchingStep(secret, totpAt(secret, stepAt(now) + 1), now, used)).toBe(used + 1)
  })

  it.each(['', '12345', '1234567', 'abcdef', ' 94287', '9428é', '９４２８７０'])('is never %j', (code) =>
    expect(matchingStep(secret, code, 59_000, 0)).toBeUndefined(),
  )

  it.each([
    ['', ''],
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foob', 'MZXW6YQ'],
    ['fooba', 'MZXW6YTB'],
    ['foobar', 'MZXW6YTBOI'],
  ])('has a secret written as base32: %j is %s (RFC 4648, section 10)', (text, written) =>
    expect(base32(Buffer.from(text))).toBe(written),
  )

  it('is set up by an address that authenticators read', () => {
    const uri = new URL(otpauthUri('måra & co', secret))
    expect([uri.protocol, uri.host, decodeURIComponent(uri.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/Lunette:måra & co',
    ])
    expect(uri.searchParams.get('secret')).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  })
})
