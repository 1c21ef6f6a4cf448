import { expect, it } from 'vitest'
import { type HeldEvent, heldAfter, heldOf, isOvertaken, isToSend } from './held-text.ts'

const after = (...events: HeldEvent[]) => events.reduce(heldAfter, heldOf('old'))
const focused = { kind: 'focused' } as const
const left = { kind: 'left' } as const
const sent = { kind: 'sent' } as const
const typed = (value: string) => ({ kind: 'typed', value }) as const
const read = (value: string) => ({ kind: 'read', value }) as const

it('shows what is there where nobody writes', () => {
  expect(after(read('theirs')).text).toBe('theirs')
  expect(after(focused, left, read('theirs')).text).toBe('theirs')
})

it('replaces nothing under the cursor, and takes over what is there when it is left untouched', () => {
  const held = after(focused, read('theirs'))
  expect(held.text).toBe('old')
  expect(isOvertaken(held)).toBe(true)
  expect(heldAfter(held, left)).toMatchObject({ text: 'theirs', seen: 'theirs' })
})

it('holds back what was typed where somebody was faster', () => {
  const held = after(focused, typed('mine'), read('theirs'), left)
  expect(held.text).toBe('mine')
  expect([isOvertaken(held), isToSend(held)]).toEqual([true, false])
  const mine = heldAfter(held, { kind: 'keep-mine' })
  expect([isOvertaken(mine), isToSend(mine), mine.seen, mine.text]).toEqual([false, true, 'theirs', 'mine'])
  expect(heldAfter(held, { kind: 'take-theirs' })).toMatchObject({ text: 'theirs', seen: 'theirs' })
})

it('keeps what was typed when the server refuses it, and says so once what is there is read', () => {
  const held = after(focused, typed('mine'), left, sent, read('theirs'), { kind: 'refused' })
  expect([held.text, isOvertaken(held)]).toEqual(['mine', true])
})

it('takes its own value for nobody else’s', () => {
  const saved = { kind: 'saved', value: 'mine' } as const
  for (const events of [
    [sent, read('mine'), saved],
    [sent, saved, read('mine')],
  ]) {
    const held = after(focused, typed('mine '), left, ...events)
    expect(held).toMatchObject({ text: 'mine', seen: 'mine' })
    expect([isOvertaken(held), isToSend(held)]).toEqual([false, false])
  }
})

it('shows what somebody set after its own value was kept', () => {
  const held = after(focused, typed('mine'), left, sent, read('theirs'), { kind: 'saved', value: 'mine' })
  expect(held.text).toBe('theirs')
})

it('goes on from what was kept while more is typed', () => {
  const held = after(focused, typed('mine'), sent, typed('mine too'), { kind: 'saved', value: 'mine' }, read('mine'))
  expect([held.text, isOvertaken(held), isToSend(held)]).toEqual(['mine too', false, true])
})
