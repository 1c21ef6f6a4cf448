import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EvaluationCase } from '#core/vocabulary'
import { judgeRun, usualTerms } from './index.ts'

const run = (cases: number, failures: number, open = 0) => ({
  cases: Array.from({ length: cases }, (_, index): EvaluationCase => {
    const result = index < open ? 'insufficient' : index < open + failures ? 'fail' : 'pass'
    return { key: `case ${index}`, result, attempts: 1, passed: result === 'pass' ? 1 : 0 }
  }),
})
const verdict = (after: ReturnType<typeof run>, before?: ReturnType<typeof run>, mostFailures = 0.5) =>
  judgeRun(after, before, { ...usualTerms, mostFailures }).verdict

describe('a run of a control', () => {
  it.each([
    ['half of them failing is no proof that it fails', run(10, 5), undefined, 0.5, 'undecided'],
    ['failing more often than it holds', run(100, 80), undefined, 0.5, 'fail'],
    ['holding', run(100, 2), undefined, 0.5, 'pass'],
    ['surely above what it may have', run(100, 20), undefined, 0.05, 'fail'],
    ['five of a hundred where five are allowed', run(100, 5), undefined, 0.05, 'undecided'],
    // Zero of 299 is the first that shows less than 1 % (METHODS M1).
    ['none of many', run(500, 0), undefined, 0.01, 'pass'],
    ['one where none is allowed', run(100, 1), undefined, 0, 'fail'],
    ['none where none is allowed', run(100, 0), undefined, 0, 'pass'],
    ['no case with a verdict', run(10, 0, 10), undefined, 0.5, 'undecided'],
    ['much worse than before', run(100, 30), run(100, 2), 0.5, 'fail'],
    ['a little worse than before', run(100, 5), run(100, 2), 0.5, 'undecided'],
    ['the same as before, over many cases', run(500, 10), run(500, 10), 0.5, 'pass'],
    ['better than a bad one, and still above what it may have', run(100, 40), run(100, 60), 0.05, 'fail'],
    [
      'other cases than before',
      { cases: run(100, 0).cases.map((one) => ({ ...one, key: `other ${one.key}` })) },
      run(100, 0),
      0.5,
      'undecided',
    ],
  ] as const)('%s: %o', (_name, after, before, most, expected) => expect(verdict(after, before, most)).toBe(expected))

  it('is what the next is compared with only where it is no worse', () => {
    const isBaseline = (after: number, before: number) =>
      judgeRun(run(2_000, after), run(2_000, before), usualTerms).isBaseline
    expect(judgeRun(run(10, 9), undefined, usualTerms).isBaseline).toBe(true)
    expect([isBaseline(20, 20), isBaseline(10, 20), isBaseline(24, 20), isBaseline(200, 20)]).toEqual([
      ...[true, true, false, false],
    ])
  })

  it('with one more failure is never judged better', () => {
    const order = { fail: 0, undecided: 1, pass: 2 }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.nat(),
        fc.nat(),
        fc.constantFrom(0, 0.01, 0.1, 0.5),
        fc.boolean(),
        (cases, some, earlier, most, isCompared) => {
          const failures = some % cases
          const before = isCompared ? run(cases, earlier % (cases + 1)) : undefined
          const [one, more] = [
            verdict(run(cases, failures), before, most),
            verdict(run(cases, failures + 1), before, most),
          ]
          expect(order[more]).toBeLessThanOrEqual(order[one])
        },
      ),
    )
  })
})
