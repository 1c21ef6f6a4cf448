import { expect, test } from 'vitest'
import { looksAt } from './surface-look.ts'

const made = { id: 'x', addresses: [], statement: '', madeBy: 'ada', madeAt: '2026-11-01T00:00:00.000Z' }
const scope = {
  ranges: [
    { ...made, kind: 'approval', range: '192.0.0.0/16' },
    { ...made, kind: 'approval', range: '192.0.2.0/24' },
    { ...made, kind: 'exclusion', range: '192.0.2.9' },
  ],
  names: [
    {
      ...{ name: 'www.example', addresses: ['11.0.0.7'], waiting: [], approvedBy: 'bob' },
      ...{ approvedAt: made.madeAt, checkedAt: made.madeAt },
    },
  ],
} as const satisfies Parameters<typeof looksAt>[1]

test('each address of a name says whether it is looked at, and by which approval', () => {
  const places = ['192.0.2.7', '192.0.2.9', '11.0.0.7', '203.0.113.1'].map(
    (name) => ({ id: name, kind: 'ip-address', name }) as const,
  )
  expect(looksAt({ kind: 'hostname', naturalKey: 'a.example', places }, scope)).toEqual([
    { address: '192.0.2.7', state: 'approved', by: '192.0.2.0/24' },
    { address: '192.0.2.9', state: 'excluded', by: '192.0.2.0/24' },
    { address: '11.0.0.7', state: 'approved', by: 'www.example' },
    { address: '203.0.113.1', state: 'not-approved', by: null },
  ])
  expect(looksAt({ kind: 'service', naturalKey: '[2001:db8::1]:443/tcp', places: [] }, scope)).toEqual([
    { address: '2001:db8::1', state: 'not-approved', by: null },
  ])
})
