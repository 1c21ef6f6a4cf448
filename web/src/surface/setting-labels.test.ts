import { expect, test } from 'vitest'
import { labelled } from './setting-labels.ts'

test('what is wrong with a setting is said by its label', () => {
  expect(labelled('certificateSearch needs %s in it, where the domain goes; perHost must be at least 1')).toBe(
    'Certificate search needs %s in it, where the domain goes; To one host must be at least 1',
  )
  expect(labelled('"x" is no resolver: give an address')).toBe('"x" is no resolver: give an address')
})
