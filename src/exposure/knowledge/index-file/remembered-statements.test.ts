import { expect, test } from 'vitest'
import type { KeyedStatement } from '#core/vocabulary'
import { RememberedStatements } from './remembered-statements.ts'

/** What is kept is given back as it is: what the statements say does not matter here. */
const statements = (count: number) => Array.from({ length: count }, () => ({})) as KeyedStatement[]

test('gives back what was kept', () => {
  const remembered = new RememberedStatements()
  const kept = statements(3)
  remembered.keep('npm/lodash', kept)
  expect(remembered.get('npm/lodash')).toBe(kept)
  expect(remembered.get('npm/underscore')).toBeUndefined()
})

test('forgets what is not asked for, and keeps what is', () => {
  const remembered = new RememberedStatements()
  const asked = statements(1)
  remembered.keep('asked', asked)
  remembered.keep('forgotten', statements(1))
  for (let number = 0; number < 30; number++) {
    remembered.keep(`other ${number}`, statements(1_000))
    expect(remembered.get('asked')).toBe(asked)
  }
  expect(remembered.get('forgotten')).toBeUndefined()
  const held = Array.from({ length: 30 }, (_, number) => remembered.get(`other ${number}`)?.length ?? 0)
  expect(held.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(16_000)
})

test('does not keep a key that would push everything else out', () => {
  const remembered = new RememberedStatements()
  remembered.keep('linux', statements(2_001))
  expect(remembered.get('linux')).toBeUndefined()
})
