import { expect, it } from 'vitest'
import { changedFields } from './changed-fields.ts'

it('names only what is said otherwise than it was', () => {
  const known = {
    ...{ kind: 'incident', lead: null, pattern: null, confidential: false },
    roles: [{ role: 'scribe', person: 'ada', outside: true }],
  }
  const sent = { ...known, roles: [{ role: 'scribe', person: 'ada' }] }
  expect(changedFields(known, sent)).toEqual([])
  expect(changedFields(known, { ...sent, lead: 'ada' })).toEqual(['lead'])
  expect(changedFields(known, { roles: [], pattern: undefined, kind: 'hazard' })).toEqual(['kind', 'roles'])
})
