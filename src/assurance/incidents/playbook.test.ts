import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPlaybook, readyPlaybooks, whyProposed } from './index.ts'

const text = `---
title: A tool did more than it should
when: { kinds: [incident], words: [refund] }
---
Before anything else, breathe.

## Contain
- [ ] Switch it off
  at the gateway
1. [x] Note the time
Words between.
## Learn
* [ ] Ask why
`

test('steps are the task-list items, in their order, under their headings', () => {
  expect(readPlaybook(text)).toMatchObject({
    value: {
      title: 'A tool did more than it should',
      intro: 'Before anything else, breathe.',
      sections: [
        {
          title: 'Contain',
          steps: [
            { position: 0, text: 'Switch it off at the gateway' },
            { position: 1, text: 'Note the time' },
          ],
        },
        { title: 'Learn', steps: [{ position: 2, text: 'Ask why' }] },
      ],
    },
  })
})

test.each([
  ['# no front matter', 'front matter'],
  ['---\ntitle: x\n---\nwords only', 'no step'],
  ['---\nname: x\n---\n- [ ] do', 'title'],
  ['---\ntitle: &a x\nwhen: *a\n---\n- [ ] do', 'front matter'],
  [`---\ntitle: x\n---\n${'- [ ] do\n'.repeat(201)}`, '200 steps'],
])('%j is refused with what is wrong', (bad, why) => {
  expect(readPlaybook(bad)).toMatchObject({ error: { code: 'not-a-playbook', message: expect.stringContaining(why) } })
})

test('the ready-made ones are playbooks, and each is proposed for something', () => {
  expect(readyPlaybooks().size).toBeGreaterThanOrEqual(5)
  for (const [id, body] of readyPlaybooks()) {
    const read = readPlaybook(body)
    if (!read.ok) throw new Error(`${id}: ${read.error.message}`)
    expect(Object.values(read.value.when).flat().length, id).toBeGreaterThan(0)
  }
})

test('a playbook is proposed with the reason, and never for a kind it is not for', () => {
  const read = readPlaybook(text)
  if (!read.ok) throw new Error(read.error.message)
  const one = {
    kind: 'incident' as const,
    pattern: null,
    system: null,
    barriers: [],
    title: 'A refund nobody asked for',
    summary: '',
  }
  expect(whyProposed(read.value, one)).toEqual({ why: ['the words "refund"'], marks: 1 })
  expect(whyProposed(read.value, { ...one, kind: 'exercise' })).toEqual({ why: [], marks: 0 })
})

test('one of which a case says two words fits better than one of which it says one', () => {
  const one = { kind: 'near-miss' as const, pattern: null, system: null, barriers: [], summary: '' }
  const title = 'The assistant nearly changed an order because a mail told it to'
  const marks = Object.fromEntries(
    [...readyPlaybooks()].map(([id, body]) => {
      const read = readPlaybook(body)
      return [id, read.ok ? whyProposed(read.value, { ...one, title }).marks : -1]
    }),
  )
  expect(marks).toMatchObject({ 'injected-instruction': 2, 'deceptive-message': 1 })
})

test('any text is read or refused', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('---\n', '- [ ] x\n', '## y\n', 'title: z\n', 'when: {}\n', '  '))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const read = readPlaybook(pieces.join(''))
      if (read.ok)
        expect(read.value.sections.flatMap(({ steps }) => steps.map(({ position }) => position))).toEqual([
          ...Array(read.value.sections.reduce((sum, { steps }) => sum + steps.length, 0)).keys(),
        ])
      else expect(read.error.code).toBe('not-a-playbook')
    }),
  )
})
