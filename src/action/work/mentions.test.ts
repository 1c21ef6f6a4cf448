import { expect, test } from 'vitest'
import { mentionsIn } from './mentions.ts'

test.each([
  ['@ada please look', ['ada']],
  ['ask @Grace.Hopper, @ada and @ada again.', ['grace.hopper', 'ada']],
  ['(@zoë-b) says so', ['zoë-b']],
  ['ada@example.com and https://example.com/@ada are none', []],
  ['@@ada, a@b, @ and @- are none', []],
])('%s', (text, names) => {
  expect(mentionsIn(text)).toEqual(names)
})

test('a text of nothing but mentions tells a few people only', () => {
  const text = Array.from({ length: 500 }, (_, number) => `@p${number}`).join(' ')
  expect(mentionsIn(text)).toHaveLength(20)
})
