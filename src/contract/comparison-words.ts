import type { Comparison } from './evaluation-comparison.ts'

/** A number of cases that is only an estimate, in no more digits than it is worth. */
function about(count: number): string {
  return (count < 10 ? count : Number(count.toPrecision(2))).toLocaleString('en')
}

/** What would decide an undecided gate, with what is assumed for it. */
export function decidesWords({
  before,
  after,
  gate,
  margin,
  shared,
  counts,
}: Pick<Comparison, 'before' | 'after' | 'gate' | 'margin' | 'shared' | 'counts'>): string {
  if (before.id === after.id) return 'it is the same run twice: compare two'
  if (shared === 0) return 'the runs share no case with a verdict: run the same cases again'
  if (gate.bounds.high < margin)
    return `the ${counts.lost === 1 ? 'case' : `${counts.lost.toLocaleString('en')} cases`} without a verdict after could turn it: run ${counts.lost === 1 ? 'it' : 'them'} again`
  if (gate.more === null) return 'the difference is at the margin: no number of cases would decide it'
  return `about ${about(gate.more)} more ${gate.more === 1 ? 'case' : 'cases'} would probably decide it, if they differ as often as these and hang together as they do`
}
