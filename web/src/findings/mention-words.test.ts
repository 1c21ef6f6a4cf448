import { expect, it } from 'vitest'
import { begunMention, unknownWords } from './mention-words.ts'

const names = ['ada', 'Ana Lyst', 'Anton']

it.each([
  ['ask @an', 'an', ['Ana Lyst', 'Anton']],
  ['@Ana L', 'Ana L', ['Ana Lyst']],
  ['@', '', names],
  ['(@AD', 'AD', ['ada']],
])('offers who may be meant: %s', (before, part, offered) => {
  expect(begunMention(before, names)).toEqual({ part, offered })
})

it.each(['ada@an', 'nothing', '@Ana Lyst', '@Ana Lyst looks', '@an\n', '@xyz'])('offers nobody after %j', (before) => {
  expect(begunMention(before, names).offered).toEqual([])
})

it('says which names are nobody’s', () => {
  expect(unknownWords(['xyz'])).toBe('Nobody here is called @xyz: nobody was told by that.')
  expect(unknownWords(['a', 'b', 'c'])).toContain('@a, @b or @c')
})
