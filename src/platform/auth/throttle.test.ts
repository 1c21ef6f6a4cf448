import { describe, expect, it } from 'vitest'
import { waitAfter } from './throttle.ts'

describe('throttling of logins', () => {
  it.each([
    [4, 0, 0],
    [5, 0, 2_000],
    [6, 0, 4_000],
    [6, 3_000, 1_000],
    [30, 0, 900_000],
    [30, 86_400_000, 0],
  ])('after %i failures, the last %i ms ago, waits %i ms', (failures, since, wait) => {
    expect(waitAfter(failures, since)).toBe(wait)
  })
})
