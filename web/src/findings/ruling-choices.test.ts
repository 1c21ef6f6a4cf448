import { expect, it } from 'vitest'
import { dayIn, readChoices } from './ruling-choices.ts'

const first = {
  status: 'accepted',
  scope: 'finding',
  justification: 'vulnerable_code_not_in_execute_path',
  day: dayIn(90),
}

it('brings a ruling back as it was begun', () => {
  const begun = { status: 'false-positive', scope: 'workspace', justification: 'component_not_present', day: dayIn(20) }
  expect(readChoices(JSON.stringify(begun))).toEqual(begun)
})

it.each(['', 'no JSON', 'null', '{"status":"toString","scope":7,"day":"2020-01-01"}'])(
  'begins anew where %j was kept',
  (kept) => expect(readChoices(kept)).toEqual(first),
)
