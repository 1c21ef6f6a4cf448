import type { Attempt } from '../cases.ts'
import { type Fields, fieldsOf, nameOf, textOf } from '../json.ts'

/** The class of a component, as it is written since 0.11 or was before. */
export function componentName(identifier: Fields | undefined): string | undefined {
  return nameOf(identifier?.class_name) ?? nameOf(identifier?.__type__)
}

export function scorerOf(score: Fields | undefined): string | undefined {
  return componentName(fieldsOf(score?.scorer_class_identifier))
}

export function isOfRefusal(score: Fields): boolean {
  return scorerOf(score)?.includes('Refusal') ?? false
}

/** True says that the attack reached what it wanted; of a refusal, that it was refused. Between the ends of a scale is no verdict. */
export function verdictOf(score: Fields): Attempt['result'] {
  const value = textOf(score.score_value)?.toLowerCase()
  if (textOf(score.status) !== undefined && score.status !== 'complete') return 'insufficient'
  const reached = score.score_type === 'true_false' ? truths.get(value ?? '') : ends.get(Number(value ?? Number.NaN))
  if (reached === undefined) return 'insufficient'
  return reached === isOfRefusal(score) ? 'pass' : 'fail'
}

const truths = new Map([
  ['true', true],
  ['false', false],
])
const ends = new Map([
  [1, true],
  [0, false],
])
