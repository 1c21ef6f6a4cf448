import { expect, it } from 'vitest'
import { FindingColumns } from './columns.ts'
import { KeptSelections } from './kept-selections.ts'
import { Selection } from './selection.ts'

it('keeps many of few findings from driving out what many are under', () => {
  const columns = new FindingColumns(1, 1)
  for (let seq = 1; seq <= 2_000; seq++) columns.put({ seq, words: ['open'], keys: [0] })
  const none = { key: 'none', places: new Uint32Array(100), isSparse: true, holds: () => false }
  const kept = new KeptSelections()
  const all = kept.under('all', () => new Selection(columns, []))
  const first = kept.under('few 0', () => new Selection(columns, [none]))
  for (let number = 1; number <= 300; number++) kept.under(`few ${number}`, () => new Selection(columns, [none]))
  expect(kept.under('all', () => new Selection(columns, []))).toBe(all)
  expect(kept.under('few 0', () => new Selection(columns, [none]))).not.toBe(first)
  expect(kept.all().length).toBeLessThan(100)
})
