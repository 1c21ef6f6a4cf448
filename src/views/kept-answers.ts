import { joinedBy } from '#core/kernel'

/** How fresh answers must be. */
export interface Freshness {
  /** Of what others commit, that of so many milliseconds may be missing; 0: nothing may. */
  readonly freshMs: number
  /** When something was committed last that the next answers must show, by the process's own clock. */
  readonly outdatedAt: number
}

interface Kept<Answer> {
  answer: Promise<Answer>
  /** When it was asked for, and how long it took. */
  began: number
  ms: number
  isRenewed: boolean
}

/** What was dear to find out may be behind what others commit so many times as long as it took. */
const TIMES_BEHIND = 10
const MOST_BEHIND_MS = 30_000

/**
 * Answers a question of many askers with what was found out a moment ago, and finds out anew in good time, so that whoever
 * comes later need not wait either. Nobody gets an answer from before `outdatedAt`.
 */
export function keptAnswers<Question, Answer>(
  freshness: Freshness,
  subjectOf: (question: Question) => string,
  ask: (question: Question) => Promise<Answer>,
): (question: Question) => Promise<Answer> {
  const known = new Map<string, Kept<Answer>>()
  const together = joinedBy(subjectOf, ask)
  const askNow = async (question: Question): Promise<Answer> => {
    const began = performance.now()
    const answer = await together(question)
    const ms = performance.now() - began
    if (freshness.freshMs > 0)
      known.set(subjectOf(question), { answer: Promise.resolve(answer), began, ms, isRenewed: false })
    return answer
  }
  return (question) => {
    const kept = known.get(subjectOf(question))
    if (!kept || kept.began <= freshness.outdatedAt) return askNow(question)
    const age = performance.now() - kept.began
    const oldest = Math.max(freshness.freshMs, Math.min(MOST_BEHIND_MS, kept.ms * TIMES_BEHIND))
    if (age >= oldest) return askNow(question)
    if (age >= oldest / 2 && !kept.isRenewed) {
      kept.isRenewed = true
      // Who waits for it is told when it fails.
      askNow(question).catch(() => {})
    }
    return kept.answer
  }
}
