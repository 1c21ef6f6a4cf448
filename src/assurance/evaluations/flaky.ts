import type { EvaluationCase, EvaluationRun } from '#core/vocabulary'

/** A case that passes and fails without anything being changed. */
export interface FlakyCase {
  key: string
  /** Attempts at the same version in all runs that were looked at. */
  attempts: number
  passed: number
  /** Where it was seen: repeats of one run, or several runs of one version. */
  within: 'run' | 'version'
}

/**
 * Cases with mixed outcomes among the attempts of a run, or over runs of the same target and version. Runs that do not say
 * their version are no witnesses against each other: what differs may be what was changed. Sorted by key.
 */
export function flakyCases(runs: readonly Pick<EvaluationRun, 'cases' | 'target' | 'targetVersion'>[]): FlakyCase[] {
  const groups = [...Map.groupBy(runs.entries(), ([index, run]) => versionOf(run) ?? index).values()]
  const found = new Map<string, FlakyCase>()
  for (const group of groups) {
    for (const flaky of flakyOf(group.flatMap(([, { cases }]) => cases))) {
      const known = found.get(flaky.key)
      found.set(flaky.key, known ? merged(known, flaky) : flaky)
    }
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

function versionOf({ target, targetVersion }: Pick<EvaluationRun, 'target' | 'targetVersion'>): string | undefined {
  return targetVersion === undefined ? undefined : JSON.stringify([target ?? '', targetVersion])
}

function flakyOf(cases: readonly EvaluationCase[]): FlakyCase[] {
  return [...Map.groupBy(cases, ({ key }) => key)].flatMap(([key, seen]) => {
    const isMixed = seen.some(({ result, passed }) => result === 'fail' && passed > 0)
    const hasBoth = seen.some(({ result }) => result === 'fail') && seen.some(({ passed }) => passed > 0)
    if (!isMixed && !hasBoth) return []
    const sum = (count: (one: EvaluationCase) => number) => seen.reduce((total, one) => total + count(one), 0)
    const counts = { attempts: sum(({ attempts }) => attempts), passed: sum(({ passed }) => passed) }
    return [{ key, ...counts, within: isMixed ? ('run' as const) : ('version' as const) }]
  })
}

function merged(a: FlakyCase, b: FlakyCase): FlakyCase {
  const within = a.within === 'run' || b.within === 'run' ? 'run' : 'version'
  return { key: a.key, attempts: a.attempts + b.attempts, passed: a.passed + b.passed, within }
}
