import { describe, expect, it } from 'vitest'
import { proposePattern, type SimilarCase } from './index.ts'

const failed = (...ids: string[]) => ids.map((controlId) => ({ controlId, outcome: 'failed' as const, note: null }))
const alike = (pattern: string | null): SimilarCase => ({
  ...{ id: '1', title: 'A refund by mail', kind: 'near-miss', state: 'closed', reportedAt: '2026-08-01T00:00:00.000Z' },
  ...{ pattern, why: ['tool-gate did not hold in either'] },
})

describe('a pattern is proposed', () => {
  it('as that of the case which looks most like it, with the reason', () => {
    expect(
      proposePattern({ pattern: null, barriers: failed('tool-gate'), techniques: [] }, [alike(null), alike('refunds')]),
    ).toEqual({ pattern: 'refunds', why: '“A refund by mail” is of it: tool-gate did not hold in either' })
  })

  it.each([
    [failed('tool-gate'), ['AML.T0051'], 'tool-gate failed · AML.T0051'],
    [failed('b', 'a'), [], 'a + b failed'],
    [[], ['T1566', 'AML.T0051'], 'AML.T0051 + T1566'],
  ])('as what failed and by which technique, in whatever order it was said', (barriers, techniques, pattern) => {
    expect(proposePattern({ pattern: null, barriers, techniques }, [alike(null)])).toMatchObject({ pattern })
  })

  it('by the words two reports share, where nothing else is known and neither is of a pattern', () => {
    const nothing = { pattern: null, barriers: [], techniques: [] }
    const near = { ...alike(null), why: ['the same system "desk"', 'words in common: refund, mail'] }
    expect(proposePattern(nothing, [near])).toMatchObject({ pattern: 'refund, mail' })
    expect(proposePattern(nothing, [])).toBeNull()
  })

  it('never where it has one, where nothing failed, or longer than a name may be', () => {
    const held = [{ controlId: 'tool-gate', outcome: 'held' as const, note: null }]
    expect(proposePattern({ pattern: 'own', barriers: failed('a'), techniques: [] }, [alike('refunds')])).toBeNull()
    expect(proposePattern({ pattern: null, barriers: held, techniques: [] }, [])).toBeNull()
    const long = failed('a'.repeat(80), 'b'.repeat(80))
    expect(proposePattern({ pattern: null, barriers: long, techniques: [] }, [])!.pattern.length).toBeLessThanOrEqual(
      100,
    )
  })
})
