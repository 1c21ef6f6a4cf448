import { expect, it } from 'vitest'
import { many } from './many.ts'

it('does each once, so many at a time, and gives all', async () => {
  let [running, most] = [0, 0]
  const done: number[] = []
  const work = async (item: number) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, item % 3))
    running--
    return item
  }
  for await (const item of many(
    Array.from({ length: 50 }, (_, at) => at),
    7,
    work,
  ))
    done.push(item)
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at))
  expect(most).toBe(7)
})

it('throws what one threw, and may be left early', async () => {
  const all = async () => {
    for await (const _ of many([1, 2, 3], 2, (item) =>
      item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
    ));
  }
  await expect(all()).rejects.toThrow('two')
  for await (const item of many([1, 2, 3], 1, async (one) => one)) {
    expect(item).toBe(1)
    break
  }
})
