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
    otherVersions: [],
    location: '',
    urgency: 'soon',
    verdict: 'affected',
    why: 'because',
    state: 'open',
    resolution: null,
    movedTo: null,
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

test('one that goes on as another is one that moved', () => {
  const old = stand({ id: 'f1', location: '/old' })
  const after = [{ ...old, state: 'resolved', movedTo: 'f2' }, stand({ id: 'f2', location: '/new' })]
  expect(previewChanges(new Map([['f1', old]]), after)).toMatchObject([
    { kind: 'moved', finding: { id: 'f2', location: '/new' }, was: { id: 'f1', location: '/old' } },
  ])
})

test('one that is back where it was before has moved as well', () => {
  const before = [stand({ id: 'f1', location: '/a' }), stand({ id: 'f2', location: '/b', state: 'resolved' })]
  const after = [
    stand({ id: 'f1', location: '/a', state: 'resolved', movedTo: 'f2' }),
    stand({ id: 'f2', location: '/b' }),
  ]
  expect(previewChanges(new Map(before.map((one) => [one.id, one])), after)).toMatchObject([
    { kind: 'moved', finding: { id: 'f2' }, was: { id: 'f1' } },
  ])
})

test('one that moved out of the reach of its ruling is reopened', () => {
  const old = stand({ id: 'f1', location: '/old', state: 'suppressed' })
  const after = [{ ...old, state: 'resolved', movedTo: 'f2' }, stand({ id: 'f2', location: '/new' })]
  expect(previewChanges(new Map([['f1', old]]), after)).toMatchObject([{ kind: 'reopened', was: { id: 'f1' } }])
})

test('one that another takes in, which was open before, is gone', () => {
  const before = [stand({ id: 'f1', vulnerabilityId: 'GHSA-1' }), stand({ id: 'f2' })]
  const after = [stand({ id: 'f1', state: 'resolved', movedTo: 'f2' }), stand({ id: 'f2', why: 'because of more' })]
  expect(previewChanges(new Map(before.map((one) => [one.id, one])), after).map(({ kind }) => kind)).toEqual([
    'gone',
    'moved',
  ])
})
