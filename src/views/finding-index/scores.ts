import { withEpssBand } from '#exposure/prioritisation'
import type { FindingColumns } from './columns.ts'
import type { WordColumn } from './word-column.ts'

/** Today's EPSS of a vulnerability, and its band in the order of findings. */
export interface Score {
  epss: number
  band: number
}

/** Number of the key column that follows from a score. */
export interface ScoredKeys {
  decision: number
  epss: number
}

/** Gives a finding's keys the score of its vulnerability. */
export function applyScore(keys: number[], { decision, epss }: ScoredKeys, score: Score): void {
  keys[decision] = withEpssBand(keys[decision]!, score.band)
  keys[epss] = score.epss
}

/** Gives all findings of some vulnerabilities their new scores. @returns the places of those whose keys changed. */
export function applyScores(
  columns: FindingColumns,
  vulnerability: WordColumn,
  { decision, epss }: ScoredKeys,
  scores: ReadonlyMap<string, Score>,
): number[] {
  const byCode = new Map<number, Score>()
  for (const [id, score] of scores) for (const code of vulnerability.dictionary.these([id])) byCode.set(code, score)
  const [ranks, probabilities] = [columns.keys[decision]!, columns.keys[epss]!]
  const moved: number[] = []
  for (let place = 0; place < columns.size; place++) {
    const score = byCode.get(vulnerability.codes[place]!)
    if (!score) continue
    const rank = withEpssBand(ranks[place]!, score.band)
    if (rank === ranks[place] && score.epss === probabilities[place]) continue
    ranks[place] = rank
    probabilities[place] = score.epss
    moved.push(place)
  }
  return moved
}
