import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Gone, type Place, successions } from './succession.ts'

function place(over: Partial<Place> = {}): Place {
  return {
    id: 'f',
    kind: 'vulnerability',
    state: 'open',
    vulnerabilityId: 'CVE-2026-1',
    ruleId: null,
    aliases: [],
    componentKey: 'pkg:npm/a',
    componentVersion: '1.0.0',
    location: '/a',
    ...over,
  }
}
const gone = (over: Partial<Gone> = {}): Gone => ({ ...place(over), left: true, ...over })
const told = (went: readonly Gone[], came: readonly Place[], standing: readonly Place[] = []) =>
  successions(went, came, standing).map(({ how, from, to }) => `${from.id} ${how} ${to.id}`)

const ghsa = { vulnerabilityId: 'GHSA-1', left: false }
const withAlias = { vulnerabilityId: 'CVE-2026-1', aliases: ['GHSA-1'] }

test('a vulnerability that gained another name is the same finding, and so is one that lost it', () => {
  expect(told([gone({ id: 'old', ...ghsa })], [place({ id: 'new', ...withAlias })])).toEqual(['old moved new'])
  expect(
    told([gone({ id: 'old', ...withAlias, left: false })], [place({ id: 'new', vulnerabilityId: 'GHSA-1' })]),
  ).toEqual(['old moved new'])
})

test('of two that become one the second is merged, and an open one goes first', () => {
  const went = [gone({ id: 'a', ...ghsa, state: 'suppressed' }), gone({ id: 'b', ...ghsa, vulnerabilityId: 'GHSA-2' })]
  const came = [place({ id: 'c', aliases: ['GHSA-1', 'GHSA-2'] })]
  expect(told(went, came)).toEqual(['b moved c', 'a merged c'])
})

test('one whose other name had a finding already is merged into that', () => {
  expect(told([gone({ id: 'old', ...ghsa })], [], [place({ id: 'there', ...withAlias })])).toEqual(['old merged there'])
})

test('a component at another place is the same finding, the same version before others', () => {
  const went = [gone({ id: 'a', location: '/a' }), gone({ id: 'b', location: '/b', componentVersion: '2.0.0' })]
  const came = [place({ id: 'c', location: '/c', componentVersion: '2.0.0' }), place({ id: 'd', location: '/d' })]
  expect(told(went, came)).toEqual(['a moved d', 'b moved c'])
  expect(told([went[0]!], [came[0]!])).toEqual(['a moved c'])
})

test('what was upgraded where it is has not moved to where the old version comes', () => {
  expect(told([gone({ id: 'a', left: false })], [place({ id: 'b', location: '/b' })])).toEqual([])
})

test('another vulnerability, component or kind is another finding', () => {
  const went = [gone({ id: 'a' })]
  for (const over of [{ vulnerabilityId: 'CVE-2026-2' }, { componentKey: 'pkg:npm/b' }, { kind: 'exposure' }])
    expect(told(went, [place({ id: 'b', location: '/b', ...over })])).toEqual([])
})

test('what is in no component does not move: a secret in another file is another secret', () => {
  const secret = { kind: 'secret', componentKey: '', vulnerabilityId: null }
  expect(told([gone({ id: 'a', ...secret })], [place({ id: 'b', ...secret, location: '/b' })])).toEqual([])
  const reported = { componentKey: '', vulnerabilityId: 'CVE-2026-1' }
  expect(told([gone({ id: 'a', ...reported })], [place({ id: 'b', ...reported, location: '/b' })])).toEqual([])
})

test('what was told of parts of a place goes on as what is told of the place, and of no other', () => {
  const rule = { kind: 'exposure', componentKey: '', vulnerabilityId: null, ruleId: 'discovery:git-exposed' }
  const at = (id: string, location: string, over = {}) => gone({ id, ...rule, left: false, location, ...over })
  const went = [at('a', 'tcp/443 · 192.0.2.7'), at('b', 'tcp/443 · www.example.com')]
  expect(told(went, [at('c', 'tcp/443')])).toEqual(['a moved c', 'b merged c'])
  expect(told(went, [], [at('c', 'tcp/443')])).toEqual(['a merged c', 'b merged c'])
  expect(told(went, [at('c', 'tcp/8443'), at('d', 'tcp/443', { ruleId: 'discovery:env-exposed' })])).toEqual([])
})

test('nobody goes on as two, two never take over one, and the order of findings does not matter', () => {
  const word = (...words: string[]) => fc.constantFrom(...words)
  const some = (prefix: string) =>
    fc
      .array(
        fc.record({
          state: word('open', 'suppressed'),
          vulnerabilityId: word('CVE-1', 'CVE-2', 'GHSA-1'),
          aliases: fc.subarray(['GHSA-1', 'GHSA-2']),
          componentKey: word('pkg:npm/a', 'pkg:npm/b', ''),
          componentVersion: word('1', '2'),
          location: word('/a', '/b', '/c'),
          left: fc.boolean(),
        }),
        { maxLength: 6 },
      )
      .map((all) => all.map((one, n): Gone => ({ ...one, id: `${prefix}${n}`, kind: 'vulnerability', ruleId: null })))
  fc.assert(
    fc.property(some('went'), some('came'), some('there'), (went, came, standing) => {
      const pairs = successions(went, came, standing)
      expect(new Set(pairs.map(({ from }) => from.id)).size).toBe(pairs.length)
      const moved = pairs.filter(({ how }) => how === 'moved').map(({ to }) => to.id)
      expect(new Set(moved).size).toBe(moved.length)
      expect(moved.every((id) => id.startsWith('came'))).toBe(true)
      expect(successions(went.toReversed(), came.toReversed(), standing.toReversed())).toEqual(pairs)
    }),
  )
})
