import { expect, it } from 'vitest'
import type { AssessedControl } from '#flows/assurance'
import { controlRowOf } from './assurance-rows.ts'

const known = { coverage: { share: 1 }, liveness: { state: 'live' }, efficacy: {}, failure: 0.2, reasons: [] }

it.each([
  ['measured', {}],
  ['weak', { failure: 0.6 }],
  ['failing', { failure: 1 }],
  ['failing', { failure: 0.995 }],
  ['unknown', { efficacy: undefined, failure: 1 }],
  // Nothing passes through it: how well it would work is of no account.
  ['failing', { coverage: { share: 0 }, efficacy: undefined, failure: 1 }],
  ['dead', { liveness: { state: 'dead' }, failure: 1 }],
])('a control is %s with %j', (state, over) => {
  const control = { doubts: [], assessment: { ...known, ...over } } as unknown as AssessedControl
  expect(controlRowOf(control).state).toBe(state)
})
