import { expect, test } from 'vitest'
import { closesWords, doWords, fromWords, reasonWords } from './fix-words.ts'

const inLibrary = { kind: 'vulnerability', location: 'lib/a.jar', component: { name: 'log4j-core' } }
const atPlace = { kind: 'weakness', location: 'tcp/443', component: { name: '' } }

test('an update says from which versions, one that nobody stated in words', () => {
  expect(fromWords({ from: ['2.14.1', null], fromCount: 5, findings: 9, worst: inLibrary })).toBe(
    '2.14.1, a version nobody stated and 3 more',
  )
})

test('a weakness of a place has no version: it says what it is and where', () => {
  const weakness = { from: [null], fromCount: 1, worst: atPlace }
  expect(fromWords({ ...weakness, findings: 1 })).toBe('weakness at tcp/443')
  expect(fromWords({ ...weakness, findings: 3 })).toBe('weakness')
  expect(fromWords({ ...weakness, findings: 1, worst: { ...atPlace, location: '' } })).toBe('weakness')
})

test('that nobody here knows the fixed version is not said as if there were none', () => {
  const worst = { fixedVersion: null, why: 'in KEV', asset: { name: 'web' }, component: { name: 'httpd' } }
  const unknown = { kind: 'unknown-fix' as const, component: { name: 'httpd', ecosystem: null }, version: null }
  const action = { ...unknown, remedy: null, worst }
  expect(doWords(action)).toContain('the fixed version is not known here')
  expect(doWords({ ...action, kind: 'no-fix' })).toContain('its sources say is not fixed')
  const because = (fixState: string) =>
    reasonWords({ worst: { ...worst, fixState } } as Parameters<typeof reasonWords>[0])
  expect(because('unknown')).toBe('in KEV; its fixed version is not known here')
  expect(because('wont-fix')).toBe('in KEV; its supplier will not fix it')
})

test('an update says apart of how many nobody knows whether it closes them', () => {
  const update = { kind: 'update', findings: 5, assets: 1, worst: { asset: { name: 'web' } } }
  const words = (unknownFix: number) => closesWords({ ...update, unknownFix } as Parameters<typeof closesWords>[0])
  expect(words(0)).toBe('closes 5 findings on web')
  expect(words(2)).toBe('closes 3 findings on web; the fixed version of 2 more is not known here')
})
