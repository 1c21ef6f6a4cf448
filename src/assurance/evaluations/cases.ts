import { digestOf, dropRecord, emptyOutcome, type Outcome, outcomeStatus } from '#core/kernel'
import type { EvaluationCase } from '#core/vocabulary'
import { MAX_CASES } from './contract.ts'

const MAX_KEY = 300
const MAX_WORD = 200
const MAX_NOTE = 300

/** One attempt at a case, as a report tells it. */
export interface Attempt extends Pick<EvaluationCase, 'key' | 'result'> {
  cluster?: string | undefined
  stratum?: string | undefined
  control?: string | undefined
  note?: string | undefined
  /** Where one record stands for several attempts: how many, and how many of them passed. */
  attempts?: number | undefined
  passed?: number | undefined
}

/** Gathers attempts into cases: repeats of a case are one with several attempts, which passes when all of them did. */
export class CaseCollector {
  readonly outcome: Outcome = emptyOutcome()
  readonly #cases = new Map<string, EvaluationCase>()

  add(attempt: Attempt): void {
    this.outcome.read++
    const key = bounded(attempt.key, MAX_KEY)
    const known = key === undefined ? undefined : this.#cases.get(key)
    if (key === undefined) this.drop('no-key', JSON.stringify(attempt))
    else if (!known && this.#cases.size >= MAX_CASES) this.drop('too-many-cases', key)
    else this.#keep(key, known, attempt)
  }

  #keep(key: string, known: EvaluationCase | undefined, attempt: Attempt): void {
    this.outcome.kept++
    const counted = countsOf(attempt)
    if (!known) this.#cases.set(key, { ...wordsOf(attempt, key), ...counted })
    else Object.assign(known, joined(known, { ...counted, note: bounded(attempt.note, MAX_NOTE) }))
  }

  /** A record that is no attempt, and was read. */
  skip(code: string, example: string): void {
    this.outcome.read++
    this.drop(code, example)
  }

  drop(code: string, example: string): void {
    dropRecord(this.outcome, code, example)
  }

  end(): { cases: EvaluationCase[]; outcome: Outcome } {
    this.outcome.status = outcomeStatus(this.outcome)
    return { cases: [...this.#cases.values()], outcome: this.outcome }
  }
}

type Counted = Pick<EvaluationCase, 'result' | 'attempts' | 'passed'>

function countsOf({ result, attempts, passed }: Attempt): Counted {
  const tried = Math.max(1, Math.trunc(attempts ?? 1))
  const good = Math.min(tried, Math.max(0, Math.trunc(passed ?? (result === 'pass' ? tried : 0))))
  return { result, attempts: tried, passed: good }
}

function wordsOf({ cluster, stratum, control, note }: Attempt, key: string) {
  const words = { cluster, stratum, control }
  const kept = Object.entries(words).flatMap(([name, text]) => {
    const word = bounded(text, MAX_WORD)
    return word === undefined ? [] : [[name, word]]
  })
  const reason = bounded(note, MAX_NOTE)
  return { key, ...Object.fromEntries(kept), ...(reason !== undefined && { note: reason }) }
}

/** One failed attempt fails the case; one without a verdict leaves it open where none failed. */
function joined(known: EvaluationCase, next: Counted & { note?: string | undefined }): Partial<EvaluationCase> {
  const results = [known.result, next.result]
  const note = known.note ?? next.note
  return {
    result: results.includes('fail') ? 'fail' : results.includes('insufficient') ? 'insufficient' : 'pass',
    attempts: known.attempts + next.attempts,
    passed: known.passed + next.passed,
    ...(note !== undefined && { note }),
  }
}

function bounded(text: string | undefined, most: number): string | undefined {
  const clean = text?.replace(/\s+/g, ' ').trim()
  if (!clean) return undefined
  return clean.length > most ? `${clean.slice(0, most - 24)}…${digestOf(clean).slice(0, 22)}` : clean
}
