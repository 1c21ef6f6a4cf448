import { expect, it } from 'vitest'
import { actionWords, subjectWords } from './entry-words.ts'

it.each([
  ['the file that was imported', { exposure: 'unknown', fileName: 'shop.cdx.json' }, 'shop.cdx.json'],
  ['whom it invites', { name: 'vera', role: 'viewer' }, 'vera'],
  ['how many findings it changed', { ids: ['a'], changed: 1 }, '1 finding'],
  ['how many it put back', { left: 0, restored: 2 }, '2 findings'],
  ['its target where the details name nothing', {}, 'f49fd38c'],
  ['its target where the details were erased', null, 'f49fd38c'],
])('an entry names %s', (_, detail, subject) => expect(subjectWords('f49fd38c', detail)).toBe(subject))

it('an action that has no words yet is shown by its code', () => {
  expect(actionWords('import.start')).toBe('imported a file')
  expect(actionWords('moon.reach')).toBe('moon.reach')
})
