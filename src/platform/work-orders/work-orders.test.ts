import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newOrderKey, OrderGate, type OrderHead, type SignedOrder, signOrder } from './index.ts'

const now = Date.parse('2026-08-01T00:00:00Z')
const at = (ms: number) => new Date(now + ms).toISOString()
const key = newOrderKey()
const order = (over: Partial<OrderHead> = {}): OrderHead => ({
  ...{ agent: 'a', run: 'r', serial: 1, nonce: 'n', issuedAt: at(0), expiresAt: at(60_000) },
  ...over,
})
const codeOf = (signed: SignedOrder, when = now, gate = new OrderGate(key.publicKey, 'a')) => {
  const taken = gate.take(signed, when, 'n')
  return taken.ok ? 'taken' : taken.error.code
}

test('an order is taken in time, by whom it is for, from whom signed it', () => {
  expect(codeOf(signOrder(order(), key.privateKey))).toBe('taken')
  expect(codeOf(signOrder(order(), newOrderKey().privateKey))).toBe('bad-signature')
  expect(codeOf(signOrder(order({ agent: 'b' }), key.privateKey))).toBe('not-for-this-agent')
})

test.each([
  [60_000, 'order-expired'],
  [59_999, 'taken'],
  [-60_000, 'taken'],
  [-60_001, 'order-expired'],
])('%i ms after it was signed it is %s', (ms, said) => {
  expect(codeOf(signOrder(order(), key.privateKey), now + ms)).toBe(said)
})

test('an order for a year, or with times that are none, is none', () => {
  for (const expiresAt of [at(365 * 86_400_000), 'never', ''])
    expect(codeOf(signOrder(order({ expiresAt }), key.privateKey))).toBe('order-expired')
})

test('each is taken once, and none that is older, whatever came between', () => {
  const gate = new OrderGate(key.publicKey, 'a')
  const numbered = (serial: number, run = 'r') => codeOf(signOrder(order({ serial, run }), key.privateKey), now, gate)
  expect([numbered(1), numbered(1), numbered(3), numbered(2), numbered(1, 's'), numbered(3)]).toEqual([
    ...['taken', 'order-replayed', 'taken', 'order-replayed', 'taken', 'order-replayed'],
  ])
})

test('an answer to an earlier question is none, also to an agent that was started anew', () => {
  expect(codeOf(signOrder(order({ nonce: 'earlier' }), key.privateKey))).toBe('order-replayed')
})

test('what was changed on the way is not taken, whatever was changed', () => {
  const signed = signOrder(order(), key.privateKey)
  fc.assert(
    fc.property(fc.nat(signed.text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (place, letter) => {
      const text = signed.text.slice(0, place) + letter + signed.text.slice(place + 1)
      return text === signed.text || codeOf({ ...signed, text }) === 'bad-signature'
    }),
  )
  fc.assert(fc.property(fc.string(), fc.string(), (text, signature) => codeOf({ text, signature }) === 'bad-signature'))
})
