import { validatorCompiler } from 'fastify-type-provider-zod'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type FieldProblem, fieldWords } from './field-words.ts'

const form = z.strictObject({
  what: z.string().trim().min(10).max(20),
  name: z.string().min(1),
  set: z.object({ ticketUrl: z.url() }),
  kind: z.enum(['near-miss', 'incident']),
  many: z.array(z.string()).max(2),
  password: z.string().refine((text) => text !== 'aaaa', 'This one is tried first: take another.'),
  count: z.number().max(9),
  day: z.iso.date(),
})
const validate = validatorCompiler({ schema: form, method: 'POST', url: '/' })
const right = {
  ...{ what: 'it came through', name: 'a', set: { ticketUrl: 'https://example.com/1' }, kind: 'incident', many: [] },
  ...{ password: 'bbbb', count: 1, day: '2026-01-31' },
}

test.each([
  [{ what: '   ' }, 'what must have at least 10 characters'],
  [{ what: 'x'.repeat(21) }, 'what must have at most 20 characters'],
  [{ name: '' }, 'name is empty'],
  [{ name: undefined }, 'name is missing, or no text'],
  [{ set: { ticketUrl: 'x' } }, 'set.ticketUrl must be a whole address, such as https://example.com'],
  [{ kind: 'other' }, 'kind must be one of: near-miss, incident'],
  [{ many: ['a', 'b', 'c'] }, 'many must have at most 2 entries'],
  [{ password: 'aaaa' }, 'This one is tried first: take another.'],
  [{ count: 10 }, 'count must be at most 9'],
  [{ count: 'x' }, 'count is missing, or no number'],
  [{ day: 'tomorrow' }, 'day must be a day, such as 2026-01-31'],
  [{ other: 1 }, 'holds what is not known: other'],
])('a field is told wrong in words: %j', (change, expected) => {
  const { error } = validate({ ...right, ...change }) as { error?: readonly FieldProblem[] }
  expect(error?.map(fieldWords)).toEqual([expected])
})
