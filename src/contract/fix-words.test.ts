import { expect, test } from 'vitest'
import { fromWords } from './fix-words.ts'

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
