import type { Comparison } from '@contract/evaluation-comparison.ts'

/** The verdict of the gate as a sentence. */
export function gateWords({
  before,
  after,
  gate,
  margin,
  shared,
}: Pick<Comparison, 'before' | 'after' | 'gate' | 'margin' | 'shared'>): string {
  if (before.id === after.id) return 'This is the same run twice: choose two'
  if (shared === 0) return 'The runs share no case with a verdict: nothing can be said'
  const worse = `more than ${hundredths(margin)} in 100 worse`
  if (gate.verdict === 'pass') return `The run after is surely not ${worse}`
  if (gate.verdict === 'fail') return `The run after is surely ${worse}`
  return `Undecided whether the run after is ${worse}`
}

/** A share in a hundred, in no more digits than it is worth. */
export function hundredths(share: number): string {
  const value = share * 100
  return value === 0 ? '0' : value < 0.1 ? 'less than 0.1' : String(Number(value.toPrecision(value >= 10 ? 2 : 1)))
}
