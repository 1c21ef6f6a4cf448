import { expect, it } from 'vitest'
import { strataOf } from './strata.ts'

const cases = (stratum: string | undefined, results: readonly ('pass' | 'fail' | 'insufficient')[]) =>
  results.map((result, index) => ({
    ...{ key: `${stratum} ${index}`, result, attempts: 1, passed: 0 },
    ...(stratum !== undefined && { stratum }),
  }))

it('strata are counted apart, those with the highest possible rate first, and none without a verdict has a rate', () => {
  const strata = strataOf([
    ...cases('mail', ['pass', 'pass', 'pass', 'pass', 'fail']),
    ...cases(undefined, ['pass', 'pass']),
    ...cases('chat', ['insufficient']),
  ])
  expect(strata.map(({ name, failed, undecided }) => [name, failed, undecided])).toEqual([
    ['chat', 0, 1],
    [undefined, 0, 0],
    ['mail', 1, 0],
  ])
  expect(strata[0]!.failureRate).toBeNull()
  expect(strata[2]!.failureRate).toMatchObject({ value: 0.2 })
})
