import type { AssuranceCase, CaseChange } from './case.ts'
import { type ClosingProof, type MissingProof, nameOf } from './change-proof.ts'
import { lastingOf } from './closing.ts'

/** What the proof of a closed case lacks by the rule of today. */
export interface UnheldProof extends MissingProof {
  /** What was there when it was closed lacked it already: the rule asked less then. Otherwise a run that came in later took it away. */
  isEarlierRule: boolean
}

/**
 * What closed a case and does not hold by the rule of today. The rule learns: what it asked less of once is closed as it was,
 * but not called proven (law 4). Nothing opens it by itself, for nothing happened; somebody is to look. What holds for a time
 * only is not asked, nor what rests on an exception, whose end opens the case.
 */
export function unheldProofs(
  { barriers, changes, closedAt, recurredAt }: Pick<AssuranceCase, 'barriers' | 'changes' | 'closedAt' | 'recurredAt'>,
  { results, names, now, ...said }: Pick<ClosingProof, 'results' | 'names' | 'now' | 'happenedAt'>,
): UnheldProof[] {
  if (closedAt === null) return []
  const dated = results.filter(({ at }) => at <= closedAt)
  const { happenedAt } = said
  const rest = {
    ...{ probes: new Map(), recurredAt, names, now, hasControls: true, unjudged: [] },
    ...(happenedAt !== undefined && { happenedAt }),
  }
  const proof = { ...rest, results: dated }
  const then = { ...rest, results: dated.filter(({ recordedAt }) => recordedAt <= closedAt) }
  return barriers
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ controlId }) => {
      const own = changes.filter((change) => change.controlId === controlId && change.withdrawn === null)
      if (own.some(({ until }) => until !== null && until >= closedAt.slice(0, 10))) return []
      const lacked = nearestTo(own, controlId, proof)
      const isEarlierRule = nearestTo(own, controlId, then).length > 0
      return lacked.map((missing) => ({ ...missing, isEarlierRule }))
    })
}

/** What the change lacks that is nearest to its proof; empty where one proves the barrier mended. */
function nearestTo(own: readonly CaseChange[], controlId: string, proof: ClosingProof): MissingProof[] {
  const real = own.filter(({ kind }) => kind !== 'exception')
  const [nearest] = real.map((change) => lastingOf(change, proof, true)).sort((a, b) => a.length - b.length)
  if (nearest) return nearest
  const lacks = 'nothing was changed because of it'
  const sentence = `${nameOf(proof.names, controlId)} failed, and ${lacks}`
  return [{ controlId, changeId: null, what: 'change', lacks, sentence }]
}
