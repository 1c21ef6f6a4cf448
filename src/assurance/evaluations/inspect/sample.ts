import type { Attempt } from '../cases.ts'
import { exceptionOf, type Fields, fieldsOf, nameOf, noteOf, textOf } from '../json.ts'

/** A sample, or its summary: both say how it was scored. */
export function attemptOf(sample: Fields): Attempt {
  const metadata = fieldsOf(sample.metadata)
  const scores = Object.entries(fieldsOf(sample.scores) ?? {}).map(([scorer, score]) => ({
    scorer,
    verdict: verdictOf(fieldsOf(score)?.value),
  }))
  const isVoid = Boolean(sample.error) || Boolean(sample.invalidation)
  const result = isVoid ? 'insufficient' : resultOf(scores.map(({ verdict }) => verdict))
  return {
    key: textOf(metadata?.id) ?? textOf(sample.id),
    result,
    control: textOf(metadata?.control),
    cluster: textOf(metadata?.cluster),
    stratum: textOf(metadata?.stratum),
    note: isVoid ? voidReason(sample) : noteOf(result === 'fail' ? 'failed' : 'no verdict', scorersOf(scores, result)),
  }
}

interface Scored {
  scorer: string
  verdict: Attempt['result']
}

function scorersOf(scores: readonly Scored[], result: Attempt['result']): (string | undefined)[] {
  return result === 'pass' ? [] : scores.filter(({ verdict }) => verdict === result).map(({ scorer }) => nameOf(scorer))
}

function voidReason({ error, invalidation }: Fields): string {
  if (!error) return invalidation ? 'taken back by a person' : 'error'
  return exceptionOf(fieldsOf(error)?.message ?? error) ?? 'error'
}

/** All scorers must agree that it passed. */
function resultOf(verdicts: readonly Attempt['result'][]): Attempt['result'] {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.length === 0 || verdicts.includes('insufficient') ? 'insufficient' : 'pass'
}

const marks = new Map<unknown, Attempt['result']>([
  ['C', 'pass'],
  [true, 'pass'],
  [1, 'pass'],
  ['I', 'fail'],
  ['N', 'fail'],
  [false, 'fail'],
  [0, 'fail'],
])
const words = new Map<string, Attempt['result']>([
  ['yes', 'pass'],
  ['true', 'pass'],
  ['1', 'pass'],
  ['1.0', 'pass'],
  ['no', 'fail'],
  ['false', 'fail'],
  ['0', 'fail'],
  ['0.0', 'fail'],
])

/**
 * Inspect's own marks (value_to_float): C correct, I incorrect, N no answer, yes and no, truth values, numbers from 0 to 1; of
 * several values in one score each. P (partial) and what lies between 0 and 1 is no verdict.
 */
function verdictOf(value: unknown): Attempt['result'] {
  if (typeof value === 'object' && value !== null) return resultOf(Object.values(value).map(plainVerdict))
  return plainVerdict(value)
}

function plainVerdict(value: unknown): Attempt['result'] {
  const word = typeof value === 'string' && value.length < 10 ? words.get(value.toLowerCase()) : undefined
  return marks.get(value) ?? word ?? 'insufficient'
}
