import type { AssuranceCase } from './case.ts'

/** A case that looks like another, and by what. */
export interface SimilarCase {
  id: string
  title: string
  kind: AssuranceCase['kind']
  state: AssuranceCase['state']
  reportedAt: string
  pattern: string | null
  why: string[]
}

type Compared = Pick<
  AssuranceCase,
  'id' | 'title' | 'summary' | 'kind' | 'state' | 'pattern' | 'system' | 'barriers' | 'reportedAt'
>

/** What each likeness counts: our own choice. A shared pattern alone is enough, a shared system is not. */
const WEIGHT = { pattern: 1, barrier: 0.5, system: 0.2, words: 1 }
const ENOUGH = 0.35
/** Fewer words in common say nothing. */
const FEWEST_WORDS = 2
const MOST = 5
/** How the reason begins that names the words two cases share. */
export const WORDS_SHARED = 'words in common: '

/** Cases that may be the same again: by pattern, by a barrier that failed in both, by system and by words they share; most alike first. */
export function similarCases(one: Compared, others: readonly Compared[]): SimilarCase[] {
  const own = wordsOf(one)
  return others
    .filter(({ id }) => id !== one.id)
    .map((other) => ({ other, ...likeness(one, other, own) }))
    .filter(({ score }) => score >= ENOUGH)
    .sort((a, b) => b.score - a.score || (a.other.reportedAt < b.other.reportedAt ? 1 : -1))
    .slice(0, MOST)
    .map(({ other: { id, title, kind, state, reportedAt, pattern }, why }) => ({
      ...{ id, title, kind, state, reportedAt, pattern, why },
    }))
}

function likeness(one: Compared, other: Compared, own: ReadonlySet<string>): { score: number; why: string[] } {
  const why: string[] = []
  let score = 0
  if (one.pattern !== null && one.pattern === other.pattern) {
    score += WEIGHT.pattern
    why.push(`the same pattern "${one.pattern}"`)
  }
  const failed = failedIn(one).filter((control) => failedIn(other).includes(control))
  if (failed.length > 0) {
    score += WEIGHT.barrier
    why.push(`${failed.join(' and ')} did not hold in either`)
  }
  if (one.system !== null && one.system === other.system) {
    score += WEIGHT.system
    why.push(`the same system "${one.system}"`)
  }
  const shared = [...wordsOf(other)].filter((word) => own.has(word))
  if (shared.length >= FEWEST_WORDS) {
    // Of the shorter one (overlap coefficient): a report in one sentence is found in a long one.
    score += WEIGHT.words * (shared.length / Math.max(1, Math.min(own.size, wordsOf(other).size)))
    why.push(
      `${WORDS_SHARED}${shared
        .sort((a, b) => b.length - a.length)
        .slice(0, MOST)
        .join(', ')}`,
    )
  }
  return { score, why }
}

function failedIn({ barriers }: Compared): string[] {
  return barriers.filter(({ outcome }) => outcome !== 'held').map(({ controlId }) => controlId)
}

/** Letters of a word that is taken to say something. */
const SHORTEST = 4
const MOST_TEXT = 4_000
const common = new Set(
  'about after again also been before being could does doing done each every from have having into just more most near only other over said same should some such than that their them then there these they this those through under until very were what when where which while will with would'.split(
    ' ',
  ),
)

function wordsOf({ title, summary }: Pick<Compared, 'title' | 'summary'>): Set<string> {
  const text = `${title} ${summary}`.slice(0, MOST_TEXT).normalize('NFKC').toLowerCase()
  return new Set(text.match(/[\p{L}\p{N}]+/gu)?.filter((word) => word.length >= SHORTEST && !common.has(word)))
}
