import { expect, it } from 'vitest'
import { latestException, ownerOfChange } from './exception.ts'

it.each([
  ['2026-11-30T23:00:00.000Z', '2027-11-30'],
  ['2027-12-31T00:00:00.000Z', '2028-12-31'],
  ['2028-02-29T12:00:00.000Z', '2029-02-28'],
])('an exception of %s holds a year at most, to the same day of the next', (now, latest) => {
  expect(latestException(now)).toBe(latest)
})

it('an exception is its accepter’s, where no other is named; a change nobody named is nobody’s', () => {
  expect(ownerOfChange({ kind: 'exception', owner: null }, 'ada')).toBe('ada')
  expect(ownerOfChange({ kind: 'exception', owner: 'bea' }, 'ada')).toBe('bea')
  expect(ownerOfChange({ kind: 'control', owner: null }, 'ada')).toBeNull()
})
