import { expect, it } from 'vitest'
import { isToCome, notAfter } from './clock-skew.ts'

it('a clock may run ahead by five minutes, and what it says is of now', () => {
  const now = '2026-08-10T12:00:00.000Z'
  expect(isToCome('2026-08-10T12:05:00Z', now)).toBe(false)
  expect(isToCome('2026-08-10T12:05:01Z', now)).toBe(true)
  expect(isToCome(null, now)).toBe(false)
  expect(notAfter('2026-08-10T12:04:00Z', now)).toBe(now)
  expect(notAfter('2026-08-10T11:00:00Z', now)).toBe('2026-08-10T11:00:00Z')
  expect(notAfter(null, now)).toBeNull()
})
