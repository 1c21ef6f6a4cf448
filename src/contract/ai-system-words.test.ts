import { expect, it } from 'vitest'
import { saidShareWords } from './ai-system-words.ts'

const who = { by: 'ada', at: '2026-08-01T00:00:00.000Z' }
const system = {
  ...{ name: 'Desk', owner: null, purpose: 'answers', role: 'deployer', autonomy: 'assistive', oversight: null },
  ...{ dataClasses: [], accessLevel: null, said: { name: who, purpose: who, role: who, autonomy: who } },
  parts: [],
} as unknown as Parameters<typeof saidShareWords>[0]
const part = { kind: 'model', name: 'm' } as (typeof system)['parts'][number]

it('no file is named of a system that a person entered, until one says something of it', () => {
  expect(saidShareWords(system)).toBe('All of this was said by hand')
  expect(saidShareWords({ ...system, owner: 'support' })).toBe('4 things of it said by hand; the rest comes from files')
  expect(saidShareWords({ ...system, parts: [part] })).toMatch(/files$/)
  expect(saidShareWords({ ...system, parts: [part], said: { ...system.said, 'part model m': who } })).toMatch(/hand$/)
  expect(saidShareWords({ ...system, said: {} })).toMatch(/^All of this comes from a file/)
})
