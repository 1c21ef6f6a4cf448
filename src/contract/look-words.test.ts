import { expect, test } from 'vitest'
import { findingsBeside, notAskedWords, notOursWords } from './look-words.ts'

const address = { address: '192.0.2.10', state: 'approved', by: '192.0.2.0/24' } as const
const closed = { address: '10.0.0.4', state: 'not-approved', by: null } as const

test('what is not ours and lies in an approved range says that it is still looked at, and how that ends', () => {
  expect(notOursWords({ standing: 'rejected', looks: [address] })).toEqual([
    'It is not ours. Its address 192.0.2.10 lies in the approved range 192.0.2.0/24, which is ours by itself, and is still looked at: exclude it, or take the approval back. Findings there are those of the address.',
  ])
  const ofName = { address: '192.0.2.11', state: 'approved', by: 'www.example.com' } as const
  expect(notOursWords({ standing: 'dependency', looks: [address, ofName] })?.[1]).toContain(
    'Its address 192.0.2.11 is approved with the name www.example.com, and is still looked at',
  )
  expect(notOursWords({ standing: 'rejected', looks: [closed] })).toEqual([
    'It is not probed, and nothing is said of it: it is not owned.',
  ])
})

test('where nobody asked, that nothing was found is not called fine', () => {
  expect(notAskedWords({ kind: 'ip-address', looks: [closed], services: 0 })).toBe(
    'Nothing was asked: it is not approved.',
  )
  expect(notAskedWords({ kind: 'ip-address', looks: [{ ...address, state: 'excluded' }], services: 2 })).toBe(
    'Nothing is asked any more: it is excluded.',
  )
  expect(notAskedWords({ kind: 'hostname', looks: [closed, address], services: 2 })).toBe(
    'What answers at 10.0.0.4 is not asked: it is not approved.',
  )
  expect(notAskedWords({ kind: 'ip-address', looks: [address], services: 0 })).toBeUndefined()
})

test('what is excluded is not called somebody else’s, and its findings are as they were', () => {
  const excluded = { standing: 'excluded' as const, looks: [{ ...address, state: 'excluded' as const }] }
  expect(notOursWords(excluded)).toEqual([
    'It is excluded: not looked at, and whose it is was not asked. Findings stay as they were seen last.',
  ])
  expect(findingsBeside(excluded)).toBe('kept')
  expect(findingsBeside({ standing: 'rejected' })).toBe('of its address')
  expect(findingsBeside({ standing: 'owned' })).toBeUndefined()
})
