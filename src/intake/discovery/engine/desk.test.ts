import { expect, test } from 'vitest'
import { Desk } from './desk.ts'

function desk(signal = new AbortController().signal): Desk {
  const atOnce = { names: 2, sources: 2, ports: 2, services: 2 }
  return new Desk({ signal, now: () => 0, mostWork: 100, atOnce })
}

const place = (number: number) => ({ kind: 'ip-address', name: `192.0.2.${number}` }) as const

test('work that ended before anybody waited for it is news, and wakes nobody twice', async () => {
  const made = desk()
  for (let number = 0; number < 6; number++) made.plan('services', place(number), async () => {})
  let rounds = 0
  while (!made.isIdle() && rounds < 20) {
    rounds++
    made.start(() => {})
    made.heard()
    // As who passes on what was heard does: what is short ends meanwhile.
    await new Promise((resolve) => setImmediate(resolve))
    made.heard()
    if (!made.isIdle()) await made.news()
  }
  expect(made.isIdle()).toBe(true)
  made.start(() => {})
  const later = Promise.race([made.news().then(() => 'news'), Promise.resolve('nothing yet')])
  expect(await later).toBe('nothing yet')
})

test('work that is planned after the stop ends without being done', async () => {
  const halt = new AbortController()
  const made = desk(halt.signal)
  const done: number[] = []
  halt.abort()
  for (let number = 0; number < 5; number++)
    made.plan('ports', place(number), async () => {
      done.push(number)
    })
  while (!made.isIdle()) {
    made.start(() => {})
    await new Promise((resolve) => setImmediate(resolve))
    if (!made.isIdle()) await made.news()
  }
  expect(done).toEqual([])
})

test('what an earlier run did counts as done, and is not done again', async () => {
  const made = desk()
  const done: number[] = []
  made.wasDone(place(0), 'ports')
  for (const number of [0, 0, 1])
    made.planOnce('ports', 'ports', place(number), async () => {
      done.push(number)
    })
  const said: unknown[] = []
  while (!made.isIdle()) {
    made.start(() => {})
    await made.news()
    said.push(...made.heard())
  }
  expect(done).toEqual([1])
  expect(said).toContainEqual({ type: 'progress', stage: 'ports', done: 2, total: 2 })
})
