import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainWords } from './plain-words.ts'

it.each([
  ['log4j-core', 'log4j-core'],
  ['Größe 漢字 עברית', 'Größe 漢字 עברית'],
  ['a\u202etxt.exe', 'a txt.exe'],
  ['one\r\ntwo\u2028three', 'one two three'],
  ['\u2066hidden\u2069', 'hidden'],
  ['\u001b[31mred', '[31mred'],
])('%j is shown as %j', (name, shown) => expect(plainWords(name)).toBe(shown))

it('nothing that is not seen is left, and what is shown once is shown so again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      const shown = plainWords(name)
      expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u)
      expect(plainWords(shown)).toBe(shown)
    }),
  )
})
