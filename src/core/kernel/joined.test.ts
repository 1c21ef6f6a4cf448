import { expect, test } from 'vitest'
import { joined, joinedBy } from './joined.ts'

test('who asks while a question is under way shares the next, and each gets their own answer', async () => {
  const asked: (readonly number[])[] = []
  const double = joined(async (numbers: readonly number[]) => {
    asked.push(numbers)
    await new Promise((resolve) => setTimeout(resolve, 5))
    return numbers.map((number) => number * 2)
  })
  expect(await Promise.all([1, 2, 3].map(double))).toEqual([2, 4, 6])
  expect(asked).toEqual([[1], [2, 3]])
  expect(await double(4)).toBe(8)
})

test('a question that fails fails those who are in it, and not the next', async () => {
  const ask = joined(async (words: readonly string[]) => {
    if (words.includes('bad')) throw new Error('no answer')
    return words
  })
  const [first, second, third] = ['good', 'bad', 'good'].map((word) => ask(word))
  expect(await first).toBe('good')
  await expect(second).rejects.toThrow('no answer')
  await expect(third).rejects.toThrow('no answer')
  expect(await ask('good')).toBe('good')
})

test('who asks about the same subject at the same time shares its answer, which began after they asked', async () => {
  let asked = 0
  const answer = joinedBy(
    (word: string) => word,
    async (word) => `${word} ${++asked}`,
  )
  expect(await Promise.all(['a', 'a', 'b', 'a'].map(answer))).toEqual(['a 1', 'a 2', 'b 3', 'a 2'])
  expect(await answer('a')).toBe('a 4')
})
