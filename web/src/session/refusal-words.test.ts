import { expect, test } from 'vitest'
import { refusalWords, refusedFields } from './refusal-words.ts'

const labels: Readonly<Record<string, string>> = { nextReview: 'Looked at again on', what: 'What was changed' }

test.each([
  ['nextReview must be a day, such as 2026-01-31', '“Looked at again on” must be a day, such as 2026-01-31'],
  ['what is empty; madeAt must be a time', '“What was changed” is empty; made at must be a time'],
  ['what give the reason in some words', '“What was changed”: give the reason in some words'],
  ['barriers.0.layer is missing, or no text', 'barriers 1 layer is missing, or no text'],
  ['the case is closed: report what happened anew', 'the case is closed: report what happened anew'],
  ['it is retired: take that back', 'it is retired: take that back'],
])('a field is called as the page calls it: %s', (message, words) => {
  expect(refusalWords(message, (field) => labels[field])).toBe(words)
})

test('the fields that a refusal speaks of are found by their names', () => {
  expect(refusedFields('nextReview must be a day; set.ticketUrl is empty; the case is closed: report it')).toEqual([
    'nextReview',
    'ticketUrl',
  ])
})
