import type { Comparison } from '@contract/evaluation-comparison.ts'
import type { EvaluationRow } from '@contract/evaluations.ts'
import { counted } from '@contract/fix-words.ts'

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

/** A run in a list to choose from: with what tells it from another of its name and day. Time in UTC, as it is kept. */
export function runWords({
  at,
  name,
  target,
  targetVersion,
  passed,
  failed,
}: Pick<EvaluationRow, 'at' | 'name' | 'target' | 'targetVersion' | 'passed' | 'failed'>): string {
  const tested = [target, targetVersion].filter((word) => word !== null && word !== '').join(' ')
  const outcome = `${failed.toLocaleString('en')} of ${counted(passed + failed, 'case')} failed`
  return `${at.slice(0, 10)} ${at.slice(11, 19)} ${name}: ${[outcome, tested].filter(Boolean).join(', ')}`
}
