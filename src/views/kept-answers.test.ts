import { beforeEach, expect, test } from 'vitest'
import { keptAnswers } from './kept-answers.ts'

let asked: string[]
beforeEach(() => {
  asked = []
})

const freshness = { freshMs: 60_000, outdatedAt: Number.NEGATIVE_INFINITY }
const ask = async (word: string) => {
  asked.push(word)
  return `${word} ${asked.length}`
}
const same = (word: string) => word

test('what was found out a moment ago is the answer, for each subject its own', async () => {
  const answer = keptAnswers(freshness, same, ask)
  expect([await answer('a'), await answer('a'), await answer('b'), await answer('a')]).toEqual([
    'a 1',
    'a 1',
    'b 2',
    'a 1',
  ])
})

test('what was committed since is in the next answer', async () => {
  const changing = { ...freshness }
  const answer = keptAnswers(changing, same, ask)
  await answer('a')
  changing.outdatedAt = performance.now()
  expect(await answer('a')).toBe('a 2')
  expect(await answer('a')).toBe('a 2')
})

test('where nothing may be missing everybody asks', async () => {
  const answer = keptAnswers({ ...freshness, freshMs: 0 }, same, ask)
  expect([await answer('a'), await answer('a')]).toEqual(['a 1', 'a 2'])
})

test('a failure is told, and not kept', async () => {
  let isBroken = true
  const answer = keptAnswers(freshness, same, async (word) => {
    if (isBroken) throw new Error('no database')
    return ask(word)
  })
  await expect(answer('a')).rejects.toThrow('no database')
  isBroken = false
  expect(await answer('a')).toBe('a 1')
})

test('an answer that grows old is found out anew beside whoever asks', async () => {
  const answer = keptAnswers({ ...freshness, freshMs: 200 }, same, ask)
  await answer('a')
  await new Promise((resolve) => setTimeout(resolve, 120))
  expect(await answer('a')).toBe('a 1')
  await expect.poll(() => answer('a')).toBe('a 2')
})
