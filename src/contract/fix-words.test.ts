import { expect, test } from 'vitest'
import { claimedWords, closesCount, closesWords, doWords, fromWords, leftWords, reasonWords } from './fix-words.ts'

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

test('a rule whose remedy says what its title says is told once', () => {
  const rule = {
    kind: 'unknown-fix' as const,
    component: { name: 'Null pointer.', ecosystem: null },
    version: null,
    worst: atPlace,
  }
  expect(doWords({ ...rule, remedy: 'Null pointer.' })).toBe('Null pointer: no version fixes it, see what was found')
  expect(doWords({ ...rule, remedy: 'Null pointer. Check it.' })).toBe('Null pointer. Check it.')
  expect(doWords({ ...rule, remedy: 'Check it.' })).toBe('Null pointer: Check it.')
})

test('that nobody here knows the fixed version is not said as if there were none', () => {
  const worst = { fixedVersion: null, why: 'in KEV', asset: { name: 'web' }, component: { name: 'httpd' } }
  const unknown = { kind: 'unknown-fix' as const, component: { name: 'httpd', ecosystem: null }, version: null }
  const action = { ...unknown, remedy: null, worst }
  expect(doWords(action)).toContain('the fixed version is not known here')
  expect(doWords({ ...action, kind: 'no-fix' })).toContain('its sources say is not fixed')
  const because = (fixState: string) =>
    reasonWords({ kind: 'unknown-fix', worst: { ...worst, fixState } } as Parameters<typeof reasonWords>[0])
  expect(because('unknown')).toBe('in KEV; its fixed version is not known here')
  const update = { kind: 'update', worst: { ...worst, fixState: 'unknown' } } as Parameters<typeof reasonWords>[0]
  expect(reasonWords(update)).toBe(
    'in KEV; no source here says whether this update closes it: look at it again after the update',
  )
  expect(because('wont-fix')).toBe('in KEV; its supplier will not fix it')
})

test('an update says apart of how many nobody knows whether it closes them', () => {
  const update = { kind: 'update', findings: 5, assets: 1, worst: { asset: { name: 'web' } } }
  const words = (unknownFix: number) => closesWords({ ...update, unknownFix } as Parameters<typeof closesWords>[0])
  expect(words(0)).toBe('closes 5 findings on web')
  expect(words(2)).toBe('closes 3 findings on web; the fixed version of 2 more is not known here')
})

test('what an update is said to have closed is what it is known to close', () => {
  const update = { kind: 'update' as const, findings: 52, unknownFix: 5 }
  expect(closesCount(update)).toBe(47)
  expect(leftWords(update)).toBe('5 more of this component have no known fix: look again after the update')
  expect(leftWords({ ...update, unknownFix: 0 })).toBeUndefined()
  expect(claimedWords({ ...update, claimed: 47 })).toBe('all claimed fixed, not seen yet')
  expect(claimedWords({ ...update, claimed: 5 })).toBe('5 claimed fixed, not seen yet')
  const other = { kind: 'unknown-fix' as const, findings: 5, unknownFix: 5 }
  expect(closesCount(other)).toBe(5)
  expect(leftWords(other)).toBeUndefined()
})
