import { type GateVerdict, inHundred, intervalWords, moreBetween, moreInHundred } from '#core/statistics'
import { type ComparedRun, compareRuns } from './compare.ts'
import { failureRate } from './rates.ts'

/** What a control must hold to. */
export interface JudgeTerms {
  /** Share of failures that it may have. */
  mostFailures: number
  /** How much worse than the run before the failure rate may be. */
  margin: number
}

/**
 * Our own choice where the register says nothing: a control that surely fails more often than it holds is failing; and two
 * cases in a hundred more than before are too many.
 */
export const usualTerms: JudgeTerms = { mostFailures: 0.5, margin: 0.02 }

/** A run of a control's cases, judged. */
export interface JudgedRun {
  verdict: GateVerdict
  /** What decided, in words. */
  reason: string
  /** The next run is compared with this one: it is at least as good as what it was compared with. */
  isBaseline: boolean
}

/**
 * The gate of METHODS M1, twice: of its failure rate against what the control may have, and, where the same cases were run
 * before, of the difference to that run. It fails where one of the two fails, and passes where both pass.
 */
export function judgeRun(run: ComparedRun, baseline: ComparedRun | undefined, terms: JudgeTerms): JudgedRun {
  const alone = judgeAlone(run, terms.mostFailures)
  if (!baseline) return { ...alone, isBaseline: true }
  const { gate } = compareRuns(baseline, run, { margin: terms.margin })
  const { low, high } = gate.bounds
  const words = `against the run before ${moreInHundred(gate.difference)} (${moreBetween({ low, high })}), ${moreInHundred(terms.margin)} allowed`
  const verdict = both(alone.verdict, gate.verdict)
  const isBaseline = verdict === 'pass' && gate.difference <= 0
  return { verdict, reason: `${alone.reason}; ${words}`, isBaseline }
}

function both(one: GateVerdict, other: GateVerdict): GateVerdict {
  if (one === 'fail' || other === 'fail') return 'fail'
  return one === 'pass' && other === 'pass' ? 'pass' : 'undecided'
}

function judgeAlone({ cases }: ComparedRun, most: number): Omit<JudgedRun, 'isBaseline'> {
  const { failed, cases: judged, wilson, clustered } = failureRate(cases)
  if (judged === 0) return { verdict: 'undecided', reason: 'no case has a verdict' }
  const low = Math.min(wilson.low, clustered?.low ?? 1)
  const high = Math.max(wilson.high, clustered?.high ?? 0)
  const reason = `${failed} of ${judged} cases failed (${intervalWords({ low, high })}), ${inHundred(most)} allowed`
  // Where no failure is allowed, one is too many, and none is what can be shown.
  if (most === 0) return { verdict: failed > 0 ? 'fail' : 'pass', reason }
  return { verdict: low > most ? 'fail' : high < most ? 'pass' : 'undecided', reason }
}
