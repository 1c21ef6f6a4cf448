import { expect, it, vi } from 'vitest'
import { FindingColumns } from './columns.ts'
import type { KeptConditions } from './kept-conditions.ts'
import { KeptSelections } from './kept-selections.ts'

const OPEN = ['open']

function columnsOf(findings: number): FindingColumns {
  const columns = new FindingColumns(1, 1)
  for (let seq = 1; seq <= findings; seq++) columns.put({ seq, words: OPEN, keys: [0] })
  return columns
}

/** Holds for the first places, and judged anew by `judged`. */
const below = (limit: number, judged = vi.fn()) => ({
  judged,
  judge: (kept: KeptConditions) => [
    kept.take(`below ${limit}`, () => {
      judged()
      const places = new Uint32Array(100).map((_, word) => (word * 32 < limit ? 0xffffffff : 0))
      return { key: 'place', places, isSparse: false, holds: (place: number) => place < limit }
    }),
  ],
})

it('keeps many of few findings from driving out what many are under', () => {
  const kept = new KeptSelections(columnsOf(2_000))
  const all = kept.under('all', () => [])
  const few = kept.under('few 0', below(32).judge)
  for (let number = 1; number <= 300; number++) kept.under(`few ${number}`, below(32).judge)
  expect(kept.under('all', () => [])).toBe(all)
  expect(kept.under('few 0', below(32).judge)).not.toBe(few)
})

it('judges what filters have in common once, for as long as one of them is kept', () => {
  const kept = new KeptSelections(columnsOf(2_000))
  const { judged, judge } = below(32)
  for (let number = 0; number < 100; number++) kept.under(`few ${number}`, judge)
  expect(judged).toHaveBeenCalledTimes(1)
  for (let number = 0; number < 64; number++) kept.under(`other ${number}`, below(64).judge)
  kept.under('few 0', judge)
  expect(judged).toHaveBeenCalledTimes(2)
})

it('counts findings that come and go, under one condition of several filters', () => {
  const columns = columnsOf(2_000)
  const kept = new KeptSelections(columns)
  const [one, other] = [kept.under('one', below(1_024).judge), kept.under('other', below(1_024).judge)]
  kept.leave([5, 1_500])
  columns.remove(6)
  columns.remove(1_501)
  const places = [columns.put({ seq: 3_001, words: OPEN, keys: [0] })]
  kept.enter(places)
  expect(places).toEqual([1_500])
  expect([one.total, other.total]).toEqual([1_023, 1_023])
})
