import { expect, it } from 'vitest'
import { takenBackWords } from './take-back.tsx'

const ana = { id: '1', madeBy: 'Ana', reason: 'never called', findings: 2 }

it.each([
  [{ returned: 1, stands: [] }, '1 finding will be open again.'],
  [{ returned: 0, stands: [] }, 'It covers nothing now.'],
  [{ returned: 0, stands: [ana] }, '2 findings will be under the ruling of Ana again: never called.'],
  [
    { returned: 3, stands: [{ ...ana, reason: 'x'.repeat(100) }] },
    `3 findings will be open again. 2 findings will be under the ruling of Ana again: ${'x'.repeat(80)}….`,
  ],
])('says what becomes of the findings of a ruling: %j', (effect, words) => expect(takenBackWords(effect)).toBe(words))
