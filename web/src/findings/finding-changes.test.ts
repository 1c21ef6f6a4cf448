import { expect, it } from 'vitest'
import { changesSince } from './finding-changes.ts'
import { wordsOf } from './history.tsx'

type Seen = Parameters<typeof changesSince>[0]

const seen = {
  state: 'open',
  resolution: null,
  urgency: 'soon',
  verdict: 'affected',
  component: { name: 'left-pad', version: '1.2.0', otherVersions: [] },
  fixedVersion: null,
  asset: { exposure: 'internal' },
  location: '',
} as unknown as Seen

const turned = (over: object) => changesSince(seen, { ...seen, ...over } as Seen)

it('says nothing of a finding that is as it was', () => expect(turned({})).toEqual([]))

it.each([
  [{ urgency: 'now' }, ['the decision was soon, and is now']],
  [{ fixedVersion: '1.3.0' }, ['the fixed version was not known, and is 1.3.0']],
  [{ asset: { exposure: 'internet' } }, ['the exposure of the asset was internal, and is internet']],
  [{ state: 'resolved', resolution: 'gone' }, ['it is resolved: the component is no longer there']],
])('says what of a finding changed: %j', (over, words) => expect(turned(over)).toEqual(words))

it('says which report of which tool no longer states it, and what became of a claim that nothing confirmed', () => {
  const told = { resolution: 'not-reported', seenBy: 'trivy', fileName: 'trivy.json', seenAt: '2026-08-03T00:00:00Z' }
  expect(wordsOf({ kind: 'resolved', detail: told })).toBe(
    'resolved: trivy no longer states it: not in trivy.json of 2026-08-03',
  )
  expect(wordsOf({ kind: 'resolved', detail: { resolution: 'not-reported' } })).toBe(
    'resolved: the tool that stated it no longer does',
  )
  const claim = { resolution: 'superseded', claimedBy: 'ada', claimedAt: '2026-08-02T00:00:00Z' }
  expect(wordsOf({ kind: 'claim-ended', detail: claim })).toBe(
    'claimed fixed by ada on 2026-08-02: it ended otherwise, no later run of what saw it confirms that',
  )
})
