import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { StatementRow } from './row.ts'
import { StatementBatch } from './statement-batch.ts'

function row(source: string, record: string, digest: string): StatementRow {
  const lists = { keys: [], ecosystems: [], aliases: [], covers: [] }
  const texts = { facts: '{}', affected: '[]', detail: '{}' }
  const own = { record_id: record, source, digest, other_digest: undefined, state: 'published', modified: undefined }
  return { ...own, ...lists, ...texts }
}

const words = (batch: StatementBatch) =>
  Buffer.concat([...batch.pieces()])
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').slice(0, 3).join(' '))

it('sends the last row of each record, and none of a source that was given up', () => {
  const source = fc.constantFrom('nvd', 'cve', 'osv')
  const put = fc.record({
    source,
    record: fc.constantFrom('A', 'B', 'C', 'D'),
    digest: fc.stringMatching(/^[a-z]{1,9}$/),
  })
  const drop = fc.record({ drop: source })
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 8, arbitrary: put }, drop), { maxLength: 40 }), (steps) => {
      const batch = new StatementBatch()
      const expected = new Map<string, string>()
      for (const step of steps) {
        if ('drop' in step) {
          batch.drop(step.drop)
          for (const key of [...expected.keys()]) if (key.endsWith(` ${step.drop}`)) expected.delete(key)
          continue
        }
        const key = `${step.record} ${step.source}`
        batch.put(row(step.source, step.record, step.digest))
        expected.delete(key)
        expected.set(key, `${key} ${step.digest}`)
      }
      expect(words(batch)).toEqual([...expected.values()])
      expect(batch.size).toBe(expected.size)
      if (expected.size === 0) expect(batch.bytes).toBe(0)
      batch.clear()
      batch.put(row('nvd', 'E', 'e'))
      expect(words(batch)).toEqual(['E nvd e'])
    }),
  )
})
