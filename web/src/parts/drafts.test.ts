import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { draftOf, forgetDrafts, keepDraft } from './drafts.ts'

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
})
afterEach(() => vi.unstubAllGlobals())

it('keeps what is typed at each place until it is sent', () => {
  keepDraft('finding 1 comment', 'half a')
  keepDraft('finding 1 comment', 'half a sentence')
  keepDraft('finding 2 comment', 'another')
  expect(draftOf('finding 1 comment')).toBe('half a sentence')
  keepDraft('finding 1 comment', '')
  expect(draftOf('finding 1 comment')).toBeUndefined()
  expect(draftOf('finding 2 comment')).toBe('another')
})

it('lets the oldest go where there are many', () => {
  for (let number = 0; number < 31; number++) keepDraft(`place ${number}`, 'text')
  expect(draftOf('place 0')).toBeUndefined()
  expect(draftOf('place 30')).toBe('text')
})

it('leaves nothing behind when somebody signs out', () => {
  keepDraft('place', 'text')
  forgetDrafts()
  expect(draftOf('place')).toBeUndefined()
  expect(sessionStorage.getItem('lunette-drafts')).toBeNull()
})

it('goes on where the browser stores nothing', () => {
  vi.stubGlobal('sessionStorage', {
    getItem: () => {
      throw new Error('denied')
    },
  })
  keepDraft('place', 'text')
  expect(draftOf('place')).toBeUndefined()
})
