/** How an evaluation's case ended in one run. */
export interface RegressionResult {
  key: string
  /** Id and name of the run. */
  run: string
  runName: string
  at: string
  /** When it was taken in here: evidence counts from then on. */
  recordedAt: string
  /** Version of what was tested, where the run says it. */
  version: string | null
  result: 'pass' | 'fail' | 'insufficient'
  attempts: number
  passed: number
  /** Attempts without a verdict. */
  open: number
}

/**
 * A failure from before a change counts where it was recorded before the first pass that came after: one that was dated back
 * once the case passes shows nothing. One that was recorded after the change names the version that it tested, and the case
 * passes with another: only that tells it from a run of what was changed already.
 */
export function countsBefore(run: RegressionResult, own: readonly RegressionResult[], madeAt: string): boolean {
  const isOutrun = own.some((one) => one.result === 'pass' && one.at > madeAt && one.recordedAt < run.recordedAt)
  return !isOutrun && unnamedVersion(run, own, madeAt) === undefined
}

/** What is not said of the versions of a failure that was recorded after the change; `undefined`: nothing is missing. */
function unnamedVersion(
  { recordedAt, version }: RegressionResult,
  own: readonly RegressionResult[],
  madeAt: string,
): 'before' | 'after' | 'same' | undefined {
  if (recordedAt <= madeAt) return undefined
  if (version === null) return 'before'
  const passes = own.filter((one) => one.at > madeAt && one.result === 'pass')
  if (passes.length === 0 || passes.some((one) => one.version !== null && one.version !== version)) return undefined
  return passes.some((one) => one.version === version) ? 'same' : 'after'
}

const versionWords = {
  before: 'names no version of what it tested',
  after: 'the run that passes since names no version of what it tested',
  same: 'the run that passes since tested the same version',
} as const

/** Why a failure that is dated before the change does not count; `undefined` where there is none. */
export function recordedLate(
  dated: readonly RegressionResult[],
  own: readonly RegressionResult[],
  madeAt: string,
): string | undefined {
  const late = dated.find(({ result }) => result === 'fail')
  const lacks = late && unnamedVersion(late, own, madeAt)
  if (late && lacks)
    return `failed on ${second(late.at)} in run "${late.runName}", but that was recorded after the change, on ${second(late.recordedAt)}, and ${versionWords[lacks]}: a run that comes late counts where both name their versions, before and after the change`
  return late
    ? `failed on ${second(late.at)} in run "${late.runName}", but that was recorded on ${second(late.recordedAt)}, once it passed already: evidence counts from when it was recorded, so name a case that was seen failing before`
    : undefined
}

/** Why the runs of a case show no failure before a change: there is none, or it came too late. */
export function neverFailing(own: readonly RegressionResult[], madeAt: string): string {
  const late = own.findLast(({ result }) => result === 'fail')
  return late
    ? `failed on ${second(late.at)}, which is not before the change of ${second(madeAt)}: if the change took effect later, withdraw it and add it with its time`
    : `was never seen failing before the change of ${second(madeAt)}`
}

/**
 * The newest verdict before a change, where the case passed already after it had failed: what mended it is not the change. A
 * case that failed and passed at one and the same version is none of that: it is flaky, and {@link attemptsBefore} says how often.
 * @param dated runs from before the change, newest first
 */
export function stoppedFailing(dated: readonly RegressionResult[]): RegressionResult | undefined {
  const verdicts = dated.filter(({ result }) => result !== 'insufficient')
  const newest = verdicts.filter(({ at }) => at === verdicts[0]?.at)
  const failed = verdicts.find(({ result }) => result === 'fail')
  if (!failed || newest.some(({ result }) => result === 'fail')) return undefined
  return newest.find(({ version }) => version === null || version !== failed.version)
}

/** Why the failure before a change does not count where the case passed since, and still before the change. */
export function stoppedWords({ at, runName }: RegressionResult, madeAt: string): string {
  return `passed on ${second(at)} in run "${runName}" already, before the change of ${second(madeAt)}: what mended it is not this change; if it took effect earlier, withdraw it and add it with its time, or name a case that fails until it`
}

/**
 * How many attempts before a change had a verdict, and how many of them passed: of the newest run that failed, and where it
 * names its version, of all runs of that version since the first of them that failed, for the case may be flaky.
 * @param before newest first
 */
export function attemptsBefore(before: readonly RegressionResult[]): { judged: number; passed: number } {
  const failed = before.find(({ result }) => result === 'fail')
  if (!failed) return { judged: 0, passed: 0 }
  const same = failed.version === null ? [failed] : before.filter(({ version }) => version === failed.version)
  const first = same.filter(({ result }) => result === 'fail').at(-1)!
  const counted = same.filter(({ at }) => at >= first.at)
  const sum = (of: (one: RegressionResult) => number) => counted.reduce((all, one) => all + of(one), 0)
  return { judged: sum(({ attempts, open }) => attempts - open), passed: sum(({ passed }) => passed) }
}

/** To the second: what is done within a minute has an order. */
export function second(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')} UTC`
}
