import { expect, test } from 'vitest'
import { fixedWords, levReachWords, percentWords, severalVersionsWords, workedWords } from './finding-words.ts'

test('a probability has no false decimals', () => {
  expect([0, 0.0004, 0.0012, 0.0942, 0.42, 0.997, 1].map(percentWords)).toEqual([
    'under 0.1 %',
    'under 0.1 %',
    '0.1 %',
    '9.4 %',
    '42 %',
    'over 99 %',
    '100 %',
  ])
})

test('what is known of a fix is said where there is none, too', () => {
  const of = (fixedVersion: string | null, fixState: string, name = 'left-pad') =>
    fixedWords({
      component: { name, version: '1', otherVersions: [], ecosystem: null },
      fixedVersion,
      match: { fixState },
    })
  expect(of('1.3.1', 'fixed')).toBe('fixed in 1.3.1')
  expect(of(null, 'wont-fix')).toBe('the supplier will not fix it')
  expect(of(null, 'unknown')).toBe('the fixed version is not known here')
  expect(of(null, 'unknown', '')).toContain('in no component')
})

test('a finding of several versions says which', () => {
  const of = (version: string | null, ...otherVersions: string[]) =>
    severalVersionsWords({ component: { name: 'log4j-core', version, otherVersions, ecosystem: 'Maven' } })
  expect([of(null), of('2.12.1')]).toEqual([undefined, undefined])
  expect(of('2.12.1', '2.16.0', '')).toBe('3 versions: 2.12.1, 2.16.0, an unstated one')
  expect(of('1', '2', '3', '4', '5', '6', '7', '8')).toBe('8 versions: 1, 2, 3, 4, 5, 6 and 2 more')
})

test('LEV says how many months it rests on only where some are missing', () => {
  expect(levReachWords({ probability: 1, windows: 4, windowsExpected: 69 })).toContain('4 of 69 months')
  expect(levReachWords({ probability: 1, windows: 69, windowsExpected: 69 })).toBeUndefined()
})

test.each([
  ['ada', null, 'ada'],
  ['ada', 'in-progress', 'ada, in progress'],
  [null, 'in-progress', 'in progress'],
  [null, 'claimed-fixed', undefined],
])('says on a row who works on it and whether they have begun: %s, %s', (assignee, progress, words) =>
  expect(workedWords({ assignee, progress })).toBe(words),
)
