import { expect, test } from 'vitest'
import { mentionsIn } from './mentions.ts'

const names = ['ada', 'Ada B', 'Grace.Hopper', 'zoë-b', 'Ana', 'Ana Lyst', 'Ana Lystrom', 'o’neil (ops)']

test.each([
  ['@ada please look', ['ada']],
  ['ask @grace.hopper, @ada and @Ada again.', ['Grace.Hopper', 'ada']],
  ['(@ZOË-B) says so', ['zoë-b']],
  ['@Ana Lyst look at it', ['Ana Lyst']],
  ['@ana lyst, and @Ana.', ['Ana Lyst', 'Ana']],
  ['@Ana Lystrom and @Ana Lysts', ['Ana Lystrom', 'Ana']],
  ['it is @ada b', ['Ada B']],
  ['@O’Neil (ops): see @ana’s', ['o’neil (ops)', 'Ana']],
  ['ada@example.com and https://example.com/@ada are none', []],
  ['@@ada, a@b, @ and @- are none', []],
])('%s', (text, people) => {
  expect(mentionsIn(text, names)).toEqual({ people, unknown: [] })
})

test.each([
  ['@nobody, and @ada.x', ['nobody', 'ada.x']],
  ['@Anastasia', ['Anastasia']],
  ['install @types/node', []],
])('a word after an @ that is nobody’s name is told: %s', (text, unknown) => {
  expect(mentionsIn(text, names)).toEqual({ people: [], unknown })
})

test('a name is found however its accents are written', () => {
  expect(mentionsIn('@zoe\u0308-b', names).people).toEqual(['zoë-b'])
})

test('a text of nothing but mentions tells a few people only', () => {
  const many = Array.from({ length: 500 }, (_, number) => `p${number}`)
  const text = many.map((name) => `@${name}`).join(' ')
  expect(mentionsIn(text, many).people).toHaveLength(20)
  expect(mentionsIn(text, []).unknown).toHaveLength(20)
})
