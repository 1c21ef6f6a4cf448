import fc from 'fast-check'
import { expect, it } from 'vitest'
import { millisecondsOf, parseInstant } from './instant.ts'

const written = fc
  .date({ min: new Date('1970-01-01T00:00:00.000Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString())

it('a time as feeds write it is what Date makes of it, with or without thousandths and Z', () => {
  fc.assert(
    fc.property(written, (text) => {
      const seconds = text.slice(0, 19)
      expect(millisecondsOf(text)).toBe(Date.parse(text))
      expect(millisecondsOf(text.slice(0, 23))).toBe(Date.parse(text))
      expect(millisecondsOf(seconds)).toBe(Date.parse(`${seconds}Z`))
      expect(parseInstant(text)).toBe(text)
      expect(parseInstant(text.slice(0, 23))).toBe(text)
      for (const one of [seconds, `${seconds}Z`]) expect(parseInstant(one)).toBe(`${seconds}.000Z`)
    }),
  )
})

it('what is written like a time and is none is not read', () => {
  const part = (length: number) => fc.nat(10 ** length - 1).map((number) => String(number).padStart(length, '0'))
  const parts = fc.tuple(part(4), part(2), part(2), part(2), part(2), part(2), part(3))
  fc.assert(
    fc.property(parts, ([year, month, day, hour, minute, second, thousandths]) => {
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${thousandths}Z`
      const time = Date.parse(text)
      // Date takes the 31st of any month, and 24:00.
      const isSame = !Number.isNaN(time) && new Date(time).toISOString() === text && time >= 0
      expect(millisecondsOf(text)).toBe(isSame ? time : undefined)
    }),
    { numRuns: 1_000 },
  )
  for (const text of ['', '2026-01-01', '2026-01-01T00:00:00+02', '2026-01-01 00:00:00Z', '2026-01-01T00:00:00.0a0Z'])
    expect(millisecondsOf(text)).toBeUndefined()
})

it('other spellings are read as before', () => {
  expect(parseInstant('2026-01-01')).toBe('2026-01-01T00:00:00.000Z')
  expect(parseInstant('2026-01-01T00:00:00.123456Z')).toBe('2026-01-01T00:00:00.123Z')
  expect(parseInstant('2026-01-01T02:00:00+02:00')).toBe('2026-01-01T00:00:00.000Z')
  expect(parseInstant('1969-12-31T23:59:59Z')).toBeUndefined()
  expect(parseInstant('0001-01-01T00:00:00Z')).toBeUndefined()
})
