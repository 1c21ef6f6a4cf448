import { expect, test } from 'vitest'
import { nextStep, proofStep, unproven } from './next-step.ts'

type Scope = Parameters<typeof nextStep>[0]

const nothing: Scope = { seeds: [], proofs: [], ranges: [], names: [], watch: [] }
const domain: Scope['seeds'][number] = { id: 'domain:example.com', kind: 'domain', name: 'example.com' }
const network: Scope['seeds'][number] = { id: 'netblock:198.51.100.0/24', kind: 'netblock', name: '198.51.100.0/24' }
const at = '2026-08-01T10:00:00.000Z'

function proof(state: 'waiting' | 'proven', name = 'example.com', method: 'dns-txt' | 'well-known' = 'dns-txt') {
  const unsaid = { challenge: null, statement: null, detail: null, checkedAt: null, provenAt: null }
  return { ...unsaid, id: `${name} ${method}`, name, method, state, askedBy: 'ada', askedAt: at }
}

const range: Scope['ranges'][number] = {
  ...{ id: '1', kind: 'approval', range: '198.51.100.0/24', addresses: [], size: 256 },
  ...{ statement: 'our data centre', madeBy: 'ada', madeAt: at },
}
const run = (startedAt: string, state: 'complete' | 'running' | 'failed' = 'complete') => ({ startedAt, state })
const watched: Scope['watch'] = [{ look: 'names', agent: null, everyMinutes: 360, nextAt: at }]

test('the next step follows what the scope has', () => {
  const proven = { ...nothing, seeds: [domain], proofs: [proof('proven')] }
  const approved = { ...proven, ranges: [range] }
  expect(nextStep(nothing, [])).toBe('name')
  expect(nextStep({ ...nothing, seeds: [domain] }, [])).toBe('prove')
  expect(nextStep({ ...nothing, seeds: [domain], proofs: [proof('waiting')] }, [])).toBe('prove')
  expect(nextStep(proven, [])).toBe('approve')
  expect(nextStep(approved, [])).toBe('look')
  expect(nextStep(approved, [run('2026-08-01T11:00:00.000Z', 'running')])).toBe('watch')
  expect(nextStep({ ...approved, watch: watched }, [run('2026-08-01T11:00:00.000Z')])).toBe(undefined)
})

test('a network is approved by hand: there is nothing to prove', () => {
  expect(nextStep({ ...nothing, seeds: [network] }, [])).toBe('approve')
})

test('whoever approved a range by hand is not held up by a proof', () => {
  expect(nextStep({ ...nothing, seeds: [domain], ranges: [range] }, [])).toBe('look')
})

test('a look from before the first approval, or one that failed, leaves the look to be done', () => {
  const approved = { ...nothing, seeds: [network], ranges: [range] }
  expect(nextStep(approved, [run('2026-08-01T09:00:00.000Z')])).toBe('look')
  expect(nextStep(approved, [run('2026-08-01T11:00:00.000Z', 'failed')])).toBe('look')
})

test('an exclusion approves nothing', () => {
  const excluded = { ...nothing, seeds: [network], ranges: [{ ...range, kind: 'exclusion' as const }] }
  expect(nextStep(excluded, [])).toBe('approve')
})

test('a record proves what lies below its name, a file only the host that serves it', () => {
  const seeds = [{ ...domain, name: 'shop.example.com' }]
  expect(unproven({ seeds, proofs: [proof('proven')] })).toEqual([])
  expect(unproven({ seeds, proofs: [proof('proven', 'example.com', 'well-known')] })).toEqual(['shop.example.com'])
  expect(unproven({ seeds: [{ ...domain, name: 'notexample.com' }], proofs: [proof('proven')] })).toHaveLength(1)
})

test('an address needs no proof, and none is called proven by that', () => {
  expect(proofStep({ seeds: [network], proofs: [] })).toBe('not needed for an address')
  expect(proofStep({ seeds: [network, domain], proofs: [] })).toBe('not yet')
  expect(proofStep({ seeds: [network, domain], proofs: [proof('proven')] })).toBe('done')
})
