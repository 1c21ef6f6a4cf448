import { expect, it } from 'vitest'
import { Reading } from './reading.ts'

it('says nothing of the time before anything was read', () => {
  const reading = new Reading(0)
  expect(reading.progress(5_000)).toEqual({ read: 0, total: null, seconds: null })
  reading.total = 1_000
  expect(reading.progress(5_000)).toEqual({ read: 0, total: 1_000, seconds: null })
})

it('takes as long for the rest as it took for what is read, and a fifth for putting all in order', () => {
  const reading = new Reading(1_000)
  Object.assign(reading, { total: 1_000, read: 500 })
  expect(reading.progress(11_000)).toEqual({ read: 500, total: 1_000, seconds: 14 })
})

it('is never said to be over while it is not', () => {
  const reading = new Reading(0)
  Object.assign(reading, { total: 1_000, read: 1_000 })
  expect(reading.progress(60_000).seconds).toBe(1)
})
