import { expect, test } from 'vitest'
import { heardWords, replacedWords } from './notice-words.ts'

test('where no target takes changes of the surface, nobody hears at once, and that is said', () => {
  const mail = { name: 'the team', kinds: ['surface.changed' as const], paused: false }
  expect(heardWords([mail])).toBe('What is told at once goes to the team.')
  for (const deaf of [[], [{ ...mail, paused: true }], [{ ...mail, kinds: ['feed.stale' as const] }]])
    expect(heardWords(deaf)).toContain('reaches nobody yet')
})

test('a rule that takes the place of another says so', () => {
  const rule = { kind: 'weakness', change: 'new', asset: 'example.com', tell: 'instant' } as const
  expect(replacedWords([rule], { ...rule, tell: 'none' })).toBe(
    'Saved in place of the rule before, which told at once.',
  )
  expect(replacedWords([rule], rule)).toContain('nothing changed')
  expect(replacedWords([rule], { ...rule, change: 'vanished' })).toBeUndefined()
})
