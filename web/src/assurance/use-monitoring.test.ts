import { expect, it } from 'vitest'
import { isComing } from './use-monitoring.ts'

it('what has failed once is not waited for when it is asked anew: a page that did would ask without end', () => {
  const come = { isPending: false, errorUpdateCount: 0 }
  expect(isComing([come, { isPending: true, errorUpdateCount: 0 }])).toBe(true)
  expect(isComing([come, { isPending: false, errorUpdateCount: 1 }])).toBe(false)
  expect(isComing([come, { isPending: true, errorUpdateCount: 1 }])).toBe(false)
})
