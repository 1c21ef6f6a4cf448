import fc from 'fast-check'
import { expect, it } from 'vitest'
import { appearanceOf } from './appearance.ts'

it.each([
  ['{}', 'JSON without a field'],
  [' {"results": [{"check_id": 1}], "errors": []}', 'JSON with "results", "check_id", "errors"'],
  ['[{"a":1,"b":2,"c":3,"d":4,"e":5}]', 'JSON with "a", "b", "c", "d" and more'],
  ['<?xml version="1.0"?><!-- <a> --><report:list x="1">', 'XML with the root <report:list>'],
  ['MZ\u0000\u0000', 'no text, it has bytes that no text has'],
  ['severity,host\nhigh,x', 'text that begins with no mark of a known format'],
])('%j is told as %s', (text, words) => expect(appearanceOf(Buffer.from(text))).toBe(words))

it('any bytes have words, soon', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => {
      expect(appearanceOf(Buffer.from(bytes)).length).toBeLessThan(400)
    }),
  )
})
