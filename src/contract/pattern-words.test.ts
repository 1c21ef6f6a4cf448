import { expect, it } from 'vitest'
import { notCompared, throughWords } from './pattern-words.ts'

it('says what came through only as far as anybody saw', () => {
  expect(throughWords(0)).toBe('none is known to have come through')
  expect(throughWords(1_200)).toBe('1,200 known to have come through')
  expect(notCompared).toContain('is not counted')
})
