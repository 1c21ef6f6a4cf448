import { expect, it } from 'vitest'
import { casesToDecide, gate } from './index.ts'

it.each([
  [{ worse: 0, better: 0, n: 20 }, 0.02],
  [{ worse: 2, better: 2, n: 50 }, 0.05],
  [{ worse: 7, better: 1, n: 100 }, 0.02],
] as const)(
  'so many cases as are said decide %j within %d if they differ alike, and half of that more do not',
  (seen, margin) => {
    const found = gate(seen, margin)
    expect(found.verdict).toBe('undecided')
    const needed = casesToDecide(found, seen, margin)!
    const alike = (n: number) => ({ worse: (seen.worse * n) / seen.n, better: (seen.better * n) / seen.n, n })
    expect(gate(alike(needed), margin).verdict).not.toBe('undecided')
    expect(gate(alike(Math.floor((seen.n + needed) / 2)), margin).verdict).toBe('undecided')
  },
)

it('no number decides a difference that is at the margin, or of no case', () => {
  const seen = { worse: 2, better: 0, n: 100 }
  expect(casesToDecide(gate(seen, 0.02), seen, 0.02)).toBeUndefined()
  expect(casesToDecide(gate({ worse: 0, better: 0, n: 0 }, 0.02), { worse: 0, better: 0, n: 0 }, 0.02)).toBeUndefined()
})
