import { describe, expect, it } from 'vitest'
import type { ExaminedCase } from '#flows/examine-case'
import { patternHint, similarWords } from './incident-text.ts'

const alike = (state: 'open' | 'closed', pattern: string | null): ExaminedCase['similar'][number] => ({
  ...{ id: 'old', title: 'A refund by mail', kind: 'near-miss', state, reportedAt: '2026-08-01T00:00:00.000Z' },
  ...{ pattern, why: ['words in common: refund, mail'] },
})
const one = (over: Partial<ExaminedCase>) =>
  ({
    id: 'new',
    kind: 'near-miss',
    state: 'open',
    pattern: null,
    proposedPattern: null,
    similar: [],
    ...over,
  }) as ExaminedCase
const commands = (over: Partial<ExaminedCase>) =>
  similarWords(one(over)).flatMap((line) => /incident pattern .*/.exec(line) ?? [])

describe('a case that looks like a closed one', () => {
  it('names what opens that one again, of both cases where neither is in a pattern', () => {
    expect(commands({ similar: [alike('closed', 'refunds')] })).toEqual(['incident pattern new "refunds"'])
    expect(
      commands({
        similar: [alike('closed', null)],
        proposedPattern: { pattern: 'tool-gate failed', why: 'it failed' },
      }),
    ).toEqual(['incident pattern old "tool-gate failed"', 'incident pattern new "tool-gate failed"'])
  })

  it('says nothing where that one is open, of the same pattern, or this one is a rehearsal', () => {
    expect(commands({ similar: [alike('open', 'refunds')] })).toEqual([])
    expect(commands({ similar: [alike('closed', 'refunds')], pattern: 'refunds' })).toEqual([])
    expect(commands({ similar: [alike('closed', 'refunds')], kind: 'exercise' })).toEqual([])
  })
})

it('a case in no pattern says what puts it into one, with what is proposed', () => {
  expect(patternHint(one({ pattern: 'refunds' }))).toEqual([])
  const proposedPattern = { pattern: 'tool-gate failed', why: 'named by the safeguard that failed' }
  expect(patternHint(one({ proposedPattern })).join()).toMatch(/incident pattern new "tool-gate failed" \(named by/)
})
