import { expect, test } from 'vitest'
import { isGuessable } from './guessable.ts'

test.each([
  'passwordpassword',
  'Password-2026!!',
  'lunetteadmin1',
  'aaaaaaaaaaaaaa',
  'abcabcabcabc',
  '123456789012',
  'qwertyqwerty12',
])('%s is guessed at once', (password) => expect(isGuessable(password)).toBe(true))

test.each([
  'a few unrelated words',
  'correct horse battery staple',
  'kP3!vv9xQz27',
  '7391 0582 6649',
  'my password is a whale',
])('%s is not', (password) => expect(isGuessable(password)).toBe(false))
