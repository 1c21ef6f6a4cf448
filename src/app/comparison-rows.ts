import { type ComparedRun, compareRuns, type FailureRate } from '#assurance/evaluations'
import type { Comparison } from '#contract/evaluation-comparison'
import type { EvaluationCase } from '#core/vocabulary'

/** A run as it is compared: recorded, or read from a file. */
export interface ComparedSide {
  id: string
  name: string
  at: string
  target: string | null
  targetVersion: string | null
  list: EvaluationCase[]
}

const MOST = 500

/** Two runs of the same cases side by side, as API and command line show them. */
export function comparisonOf(
  earlier: ComparedSide,
  later: ComparedSide,
  { margin, isChanged = false }: { margin: number; isChanged?: boolean },
): Comparison {
  const found = compareRuns(comparedOf(earlier), comparedOf(later), { margin, isChanged })
  const { worse, better, lost, appeared, vanished, flaky, strata, discordant, p, gate, more = null } = found
  const lists = { worse, better, lost, appeared, vanished }
  return {
    ...{ before: sideOf(earlier), after: sideOf(later), margin, p, gate: { ...gate, more }, shared: discordant.n },
    counts: {
      ...{ worse: worse.length, better: better.length, lost: lost.length },
      ...{ appeared: appeared.length, vanished: vanished.length, flaky: flaky.length },
    },
    ...(Object.fromEntries(Object.entries(lists).map(([name, keys]) => [name, keys.slice(0, MOST)])) as typeof lists),
    flaky: flaky.slice(0, MOST).map(({ key, attempts, passed }) => ({ key, attempts, passed })),
    strata: strata.map(({ stratum, ...rates }) => ({
      stratum: stratum ?? null,
      before: rateOf(rates.before),
      after: rateOf(rates.after),
    })),
  }
}

function comparedOf({ list, target, targetVersion }: ComparedSide): ComparedRun {
  return { cases: list, ...(target !== null && { target }), ...(targetVersion !== null && { targetVersion }) }
}

function sideOf({ id, name, at, target, targetVersion, list }: ComparedSide): Comparison['before'] {
  const count = (result: EvaluationCase['result']) => list.filter((one) => one.result === result).length
  return {
    ...{ id, name, at, target, targetVersion, cases: list.length },
    ...{ passed: count('pass'), failed: count('fail'), undecided: count('insufficient') },
  }
}

function rateOf(rate: FailureRate | undefined): Comparison['strata'][number]['before'] {
  if (rate?.rate === undefined) return null
  return { judged: rate.cases, failed: rate.failed, value: rate.rate, interval: rate.clustered ?? rate.wilson }
}
