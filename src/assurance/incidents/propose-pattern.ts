import type { AssuranceCase } from './case.ts'
import { type SimilarCase, WORDS_SHARED } from './similar.ts'

/** A pattern that a case without one may belong to, and why. */
export interface ProposedPattern {
  pattern: string
  why: string
}

/** As long as the name of a pattern may be. */
const LONGEST = 100
/** More of them name nothing that comes back. */
const MOST_NAMED = 3

/**
 * The pattern of the case that looks most like it; where none has one, what did not hold and by which technique, so that the
 * next case of the same kind is proposed the same. `null` where it has one, and where nothing is known that could come back.
 */
export function proposePattern(
  { pattern, barriers, techniques }: Pick<AssuranceCase, 'pattern' | 'barriers' | 'techniques'>,
  similar: readonly SimilarCase[],
): ProposedPattern | null {
  if (pattern !== null) return null
  const alike = similar.find((other) => other.pattern !== null)
  if (alike) return { pattern: alike.pattern!, why: `“${alike.title}” is of it: ${alike.why.join('; ')}` }
  const failed = barriers.flatMap(({ controlId, outcome }) => (outcome === 'held' ? [] : [controlId]))
  const parts = [failed, techniques].map((names) => names.toSorted().slice(0, MOST_NAMED).join(' + '))
  const [controls, means] = parts as [string, string]
  const named = [controls && `${controls} failed`, means].filter((part) => part !== '')
  if (named.length === 0) return byWords(similar[0])
  const from = [controls && 'the safeguard that failed', means && 'the technique'].filter((part) => part !== '')
  return { pattern: named.join(' · ').slice(0, LONGEST).trim(), why: `named by ${from.join(' and ')}` }
}

/** Where nothing is known but that two reports are alike: the words they share, which tell of neither what the other does not. */
function byWords(nearest: SimilarCase | undefined): ProposedPattern | null {
  const shared = nearest?.why.find((reason) => reason.startsWith(WORDS_SHARED))
  if (!nearest || shared === undefined) return null
  const pattern = shared.slice(WORDS_SHARED.length).slice(0, LONGEST).trim()
  return { pattern, why: `“${nearest.title}” looks like it: ${nearest.why.join('; ')}` }
}
