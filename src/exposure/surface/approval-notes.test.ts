import { expect, test } from 'vitest'
import { approvalNotes } from './approval-notes.ts'

const notes = (range: string, perNetwork = 4_000) => approvalNotes(range, { perNetwork })

test('whoever approves where a cloud gives out credentials is told so', () => {
  expect(notes('169.254.169.254')).toEqual([expect.stringContaining('credentials of the machine that asks')])
  expect(notes('100.100.100.200')).toHaveLength(1)
  expect(notes('169.254.0.0/16')).toEqual([
    expect.stringMatching(/^169\.254\.169\.254 in it .*: it stays out, unless it is approved by itself\.$/),
    expect.stringMatching(/^It has 65,536 addresses/),
  ])
  expect([notes('169.254.169.253'), notes('9.9.9.9')]).toEqual([[], []])
})

test('an approval of more than a /20 says how many addresses a look touches, and about how long it takes', () => {
  expect(notes('9.9.0.0/20')).toEqual([])
  expect(notes('9.9.0.0/16')[0]).toMatch(/^It has 65,536 addresses\..*4,000 connections .*about 3 hours or more\.$/)
  // A small budget decides.
  expect(notes('9.9.0.0/19', 1)[0]).toMatch(/about 102 minutes|about 2 hours/)
})
