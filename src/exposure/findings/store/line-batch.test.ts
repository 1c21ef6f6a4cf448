import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LineBatch } from './line-batch.ts'

const line = { id: 'i', digest: 'd', firstSeen: 'f', isScored: false }

it('holds lines as the bytes that they are, whatever their length, and again after it was cleared', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(texts, texts, (first, second) => {
      const batch = new LineBatch()
      for (const lines of [first, second]) {
        batch.clear()
        for (const text of lines) batch.add({ ...line, id: text, text: `${text}\n` })
        expect(batch.size).toBe(lines.length)
        expect(batch.ids).toEqual(lines)
        expect(Buffer.from(batch.bytes()).toString()).toBe(lines.map((text) => `${text}\n`).join(''))
        expect(lines.map((_, place) => Buffer.from(batch.line(place)).toString())).toEqual(
          lines.map((text) => `${text}\n`),
        )
      }
    }),
  )
})

it('makes room for a line that is longer than a batch usually is', () => {
  const batch = new LineBatch()
  const long = `${'ä'.repeat(9_000_000)}\n`
  for (const text of ['a\n', long, 'b\n']) batch.add({ ...line, text })
  expect(Buffer.from(batch.bytes()).toString()).toBe(`a\n${long}b\n`)
  expect(Buffer.from(batch.line(2)).toString()).toBe('b\n')
})
