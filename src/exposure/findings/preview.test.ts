import { expect, test } from 'vitest'
import { type FindingStand, previewChanges } from './preview.ts'

function stand(over: Partial<FindingStand> = {}): FindingStand {
  return {
    id: 'f1',
    vulnerabilityId: 'CVE-2026-1',
    title: 't',
    componentKey: 'pkg:npm/a',
    componentName: 'a',
    componentVersion: '1.0.0',
    location: '',
    urgency: 'soon',
    verdict: 'affected',
    why: 'because',
    state: 'open',
    resolution: null,
    ...over,
  }
}

const cases: readonly [string, Partial<FindingStand> | null, Partial<FindingStand>, string[]][] = [
  ['one that was not recorded is new', null, {}, ['new']],
  ['one that is no longer implied is gone', {}, { state: 'resolved', resolution: 'gone' }, ['gone']],
  ['one that was suppressed and is no longer there is gone', { state: 'suppressed' }, { state: 'resolved' }, ['gone']],
  ['one that was resolved and is there again is reopened', { state: 'resolved' }, {}, ['reopened']],
  ['one whose ruling no longer holds is reopened', { state: 'suppressed' }, {}, ['reopened']],
  ['another version is a move', { componentVersion: '0.9.0' }, {}, ['moved']],
  ['another decision is a move', { urgency: 'defer' }, {}, ['moved']],
  ['one that a ruling takes off the list is a move', {}, { state: 'suppressed' }, ['moved']],
  ['one that was only written again is no change', {}, {}, []],
]
test.each(cases)('%s', (_rule, was, now, kinds) => {
  const before = new Map(was ? [['f1', stand(was)]] : [])
  expect(previewChanges(before, [stand(now)]).map(({ kind }) => kind)).toEqual(kinds)
})

test('one that goes at one place and comes at another is one that moved', () => {
  const old = stand({ id: 'f1', location: '/old' })
  const after = [{ ...old, state: 'resolved', resolution: 'gone' }, stand({ id: 'f2', location: '/new' })]
  expect(previewChanges(new Map([['f1', old]]), after)).toMatchObject([
    { kind: 'moved', finding: { id: 'f2', location: '/new' }, was: { id: 'f1', location: '/old' } },
  ])
})

test('of two places that go and one that comes, one moved and one is gone', () => {
  const olds = [stand({ id: 'f1', location: '/a' }), stand({ id: 'f2', location: '/b' })]
  const gone = olds.map((one) => ({ ...one, state: 'resolved' }))
  const changes = previewChanges(new Map(olds.map((one) => [one.id, one])), [
    ...gone,
    stand({ id: 'f3', location: '/c' }),
  ])
  expect(changes.map(({ kind, was }) => [kind, was?.location])).toEqual([
    ['gone', '/b'],
    ['moved', '/a'],
  ])
})
