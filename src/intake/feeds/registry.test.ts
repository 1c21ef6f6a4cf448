import { expect, it } from 'vitest'
import { maxAgeDaysOf } from './registry.ts'

it.each([
  ['kev/CISA', 14],
  ['kev/Somebody', 30],
  ['exploit/metasploit', 14],
  ['exploit/poc', 30],
  ['rubysec', 14],
  ['osv:npm', 7],
  ['epss', 7],
  ['nobody', 7],
])('what %s says counts for %i days', (source, days) => {
  expect(maxAgeDaysOf(source)).toBe(days)
})
