import { digestOf, dropRecord, emptyOutcome, type Outcome, outcomeStatus } from '#core/kernel'
import type { EvaluationCase, EvaluationRun } from '#core/vocabulary'
import { MAX_CASES, type ReadEvaluation } from './contract.ts'

const MAX_KEY = 300
const MAX_WORD = 200
const MAX_NOTE = 300
/** Told of records that were taken for the worse of what they say. */
const CONTRADICTS = 'contradicts-itself'

/** One attempt at a case, as a report tells it. */
export interface Attempt extends Pick<EvaluationCase, 'result'> {
  /** `undefined` where the record names no case: it is dropped. */
  key: string | undefined
  cluster?: string | undefined
  stratum?: string | undefined
  control?: string | undefined
  /** Names of scorers, assertions and exceptions only: what was asked and answered stays in the file. */
  note?: string | undefined
  /** Where one record stands for several attempts: how many, and how many of them passed. */
  attempts?: number | undefined
  passed?: number | undefined
  /** Of those that did not pass, how many had no verdict. */
  open?: number | undefined
  of?: string | undefined
  variation?: EvaluationCase['variation'] | undefined
  trust?: number | undefined
  /** What a record says against itself, in words without content; its result is the worse of the two. */
  contradiction?: string | undefined
}

/** What a report says of the whole run. */
export interface RunWords extends Pick<EvaluationRun, 'tool' | 'name'> {
  target?: string | undefined
  targetVersion?: string | undefined
  /** ISO, in UTC. */
  at?: string | undefined
}

/**
 * Gathers attempts into cases: repeats of a case are one with several attempts, which passes when all of them did. What
 * comes out does not depend on the order of the records.
 */
export class CaseCollector {
  readonly outcome: Outcome = emptyOutcome()
  readonly #cases = new Map<string, EvaluationCase>()

  /** `place` says where in the file the attempt stands: "line 3". */
  add(attempt: Attempt, place: string): void {
    const key = bounded(attempt.key, MAX_KEY)
    const known = key === undefined ? undefined : this.#cases.get(key)
    if (key === undefined) this.skip('no-key', place)
    else if (!known && this.#cases.size >= MAX_CASES) this.skip('too-many-cases', place)
    else {
      this.#keep(caseOf(key, attempt), known)
      if (attempt.contradiction !== undefined) this.miss(CONTRADICTS, 1, `${place}: ${attempt.contradiction}`)
    }
  }

  #keep(next: EvaluationCase, known: EvaluationCase | undefined): void {
    this.outcome.read++
    this.outcome.kept++
    this.#cases.set(next.key, known ? merged(known, next) : next)
  }

  /** A record that is no attempt, and was read. The place stands for it: its text may hold what was asked. */
  skip(code: string, place: string): void {
    this.miss(code, 1, place)
  }

  /** Records that should be there and are not, or cannot be told apart. */
  miss(code: string, count: number, words: string): void {
    if (count < 1) return
    this.outcome.read += count
    dropRecord(this.outcome, code, words)
    const entry = this.outcome.dropped.find((dropped) => dropped.code === code)
    if (entry) entry.count += count - 1
  }

  /** The run with its cases, sorted by key. */
  end(words: RunWords): ReadEvaluation {
    this.outcome.status = outcomeStatus(this.outcome)
    const { tool, name, target, targetVersion, at } = words
    const said = { target: withoutSecrets(target), targetVersion }
    const run = { tool: bounded(tool, MAX_WORD) ?? '', name: bounded(name, MAX_WORD) ?? '', ...wordsOf(said) }
    const cases = [...this.#cases.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    return { run: { ...run, ...(at !== undefined && { at }), cases }, outcome: this.outcome }
  }
}

function caseOf(key: string, attempt: Attempt): EvaluationCase {
  const { result, cluster, stratum, control, trust } = attempt
  const tried = Math.max(1, Math.trunc(attempt.attempts ?? 1))
  const good = Math.min(tried, Math.max(0, Math.trunc(attempt.passed ?? (result === 'pass' ? tried : 0))))
  const open = openOf(result, tried - good, attempt.open)
  const reason = bounded(attempt.note, MAX_NOTE)
  const of = bounded(attempt.of, MAX_KEY)
  return {
    key,
    ...wordsOf({ cluster, stratum, control }),
    ...{ result, attempts: tried, passed: good },
    ...(open > 0 && { open }),
    ...(of !== undefined && of !== key && attempt.variation !== undefined && { of, variation: attempt.variation }),
    ...(trust !== undefined && { trust: Math.min(1, Math.max(0, trust)) }),
    ...(reason !== undefined && { note: reason }),
  }
}

/** Of the attempts that did not pass: all of them where none failed, at most all but one where one did. */
function openOf(result: Attempt['result'], others: number, said = 0): number {
  if (result === 'insufficient') return others
  return result === 'fail' ? Math.min(Math.max(0, others - 1), Math.max(0, Math.trunc(said))) : 0
}

function wordsOf<Word extends string>(said: Record<Word, string | undefined>): Partial<Record<Word, string>> {
  const kept = Object.entries<string | undefined>(said).flatMap(([name, text]) => {
    const word = bounded(text, MAX_WORD)
    return word === undefined ? [] : [[name, word]]
  })
  return Object.fromEntries(kept)
}

/** One failed attempt fails the case; one without a verdict leaves it open where none failed. */
function merged(known: EvaluationCase, next: EvaluationCase): EvaluationCase {
  const results = [known.result, next.result]
  const open = (known.open ?? 0) + (next.open ?? 0)
  const words = (['cluster', 'stratum', 'control', 'of', 'variation', 'note'] as const).flatMap((name) => {
    const word = least(known[name], next[name])
    return word === undefined ? [] : [[name, word]]
  })
  return {
    key: known.key,
    ...Object.fromEntries(words),
    result: results.includes('fail') ? 'fail' : results.includes('insufficient') ? 'insufficient' : 'pass',
    attempts: known.attempts + next.attempts,
    passed: known.passed + next.passed,
    ...(open > 0 && { open }),
    ...trustOf(known.trust, next.trust),
  }
}

/** The least that is said counts for all. */
function trustOf(a: number | undefined, b: number | undefined): Pick<EvaluationCase, 'trust'> {
  const least = Math.min(a ?? 1, b ?? 1)
  return least < 1 ? { trust: least } : {}
}

/** Of two words the same one, whichever came first. */
function least(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return a < b ? a : b
}

/** One line of bounded length; a digest tells long words apart that begin alike. */
function bounded(text: string | undefined, most: number): string | undefined {
  // Room for the white space that is taken out, and no more of what may be megabytes.
  const clean = text
    ?.slice(0, most * 8)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed()
  if (!clean) return undefined
  const isCut = clean.length > most || (text?.length ?? 0) > most * 8
  return isCut ? `${clean.slice(0, most - 24).toWellFormed()}…${digestOf(text ?? '').slice(0, 22)}` : clean
}

/** A target that is an address, without user, query and fragment: keys of an API are written there. */
function withoutSecrets(target: string | undefined): string | undefined {
  return target?.slice(0, 1_000).replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@]*@)?([^\s?#,]*)[^\s,]*/gi, '$1$2')
}
