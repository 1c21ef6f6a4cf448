import { expect, it } from 'vitest'
import { changesSince } from './finding-changes.ts'

type Seen = Parameters<typeof changesSince>[0]

const seen = {
  state: 'open',
  resolution: null,
  urgency: 'soon',
  verdict: 'affected',
  component: { name: 'left-pad', version: '1.2.0' },
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
