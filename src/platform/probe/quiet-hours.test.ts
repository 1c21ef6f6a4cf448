import { expect, it } from 'vitest'
import { areQuietHours, isQuiet } from './quiet-hours.ts'

const night = { from: '22:00', to: '06:00', days: [5], timeZone: 'Europe/Berlin' }

it.each([
  // 2026-08-07 is a Friday; Berlin is two hours ahead.
  ['2026-08-07T19:59:00Z', false],
  ['2026-08-07T20:00:00Z', true],
  ['2026-08-08T03:59:00Z', true],
  ['2026-08-08T04:00:00Z', false],
  ['2026-08-08T20:30:00Z', false],
])('on Friday night, at %s: %s', (at, quiet) => expect(isQuiet(night, Date.parse(at))).toBe(quiet))

it('hours that cannot be read are quiet', () => {
  for (const wrong of [
    { ...night, from: '25:00' },
    { ...night, timeZone: 'Nowhere/Town' },
    { ...night, days: [8] },
  ]) {
    expect(areQuietHours(wrong)).toBe(false)
    expect(isQuiet(wrong, 0)).toBe(true)
  }
})
