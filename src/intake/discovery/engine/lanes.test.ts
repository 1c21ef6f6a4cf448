import { expect, it } from 'vitest'
import { Lane } from './lanes.ts'

it('does every task once, in order, so many at a time, however many are added meanwhile', async () => {
  const lane = new Lane(3)
  const done: number[] = []
  let [running, most] = [0, 0]
  const add = (task: number) =>
    lane.add({
      async run() {
        most = Math.max(most, ++running)
        await Promise.resolve()
        running--
        done.push(task)
        if (task < 2500) add(task + 2500)
      },
    })
  for (let task = 0; task < 2500; task++) add(task)
  await new Promise<void>((resolve) => {
    const next = () => {
      lane.start(next)
      if (lane.idle) resolve()
    }
    next()
  })
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 5000 }, (_, task) => task))
  expect(most).toBe(3)
  expect(lane.total).toBe(5000)
})

it('tells of a task that throws, and goes on', async () => {
  const lane = new Lane(1)
  const failures: unknown[] = []
  const ended = (failure?: unknown) => void (failure !== undefined && failures.push(failure))
  lane.add({ run: () => Promise.reject(new Error('no')) })
  lane.add({ run: async () => {} })
  lane.start(ended)
  await new Promise((resolve) => setImmediate(resolve))
  lane.start(ended)
  await new Promise((resolve) => setImmediate(resolve))
  expect(failures).toEqual([new Error('no')])
  expect(lane.idle).toBe(true)
})

it('forgets what has not begun when it is told to', () => {
  const lane = new Lane(1)
  lane.add({ run: async () => {} })
  lane.drop()
  expect(lane.idle).toBe(true)
})
