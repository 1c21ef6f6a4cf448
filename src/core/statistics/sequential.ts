/** Unbiased estimate that k repeats all pass, where c of n did: C(c, k) / C(n, k); `undefined` for more repeats than were made. */
export function allPass(c: number, n: number, k: number): number | undefined {
  if (k > n) return undefined
  let share = 1
  for (let i = 0; i < k; i++) share *= Math.max(0, c - i) / (n - i)
  return share
}

/** What a sequential test asks: is the failure rate `good` or better, or `bad` or worse? */
export interface SequentialTerms {
  good: number
  bad: number
  /** Probability of calling a good one bad. */
  alpha: number
  /** Probability of calling a bad one good. */
  beta: number
}

export interface SequentialTest {
  /** Added by each failure and by each pass. */
  perFailure: number
  perPass: number
  /** At or above `bad` the rate is called bad, at or below `good` it is called good. */
  bad: number
  good: number
}

/** Wald's sequential probability ratio test (1945). */
export function sequentialTest({ good, bad, alpha, beta }: SequentialTerms): SequentialTest {
  return {
    perFailure: Math.log(bad / good),
    perPass: Math.log((1 - bad) / (1 - good)),
    bad: Math.log((1 - beta) / alpha),
    good: Math.log(beta / (1 - alpha)),
  }
}

/** Where a sequential test stands after these outcomes (`true`: failed), and how many of them it needed. */
export function sequentialVerdict(
  test: SequentialTest,
  failed: Iterable<boolean>,
): { verdict: 'good' | 'bad' | 'undecided'; sum: number; used: number } {
  let [sum, used] = [0, 0]
  for (const isFailure of failed) {
    sum += isFailure ? test.perFailure : test.perPass
    used += 1
    if (sum >= test.bad) return { verdict: 'bad', sum, used }
    if (sum <= test.good) return { verdict: 'good', sum, used }
  }
  return { verdict: 'undecided', sum, used }
}

/** Cumulative sum of a monitored rate after each outcome: Page (1954), for Bernoulli trials. */
export function cusum(steps: Pick<SequentialTest, 'perFailure' | 'perPass'>, failed: Iterable<boolean>): number[] {
  const sums: number[] = []
  let sum = 0
  for (const isFailure of failed) {
    sum = Math.max(0, sum + (isFailure ? steps.perFailure : steps.perPass))
    sums.push(sum)
  }
  return sums
}

export interface AlarmSimulation {
  /** Failure rate while all is well. */
  rate: number
  /** Outcomes between two false alarms, on average. */
  interval: number
  runs?: number
  /** From 0 up to, not including, 1. */
  random: () => number
}

/** The threshold of a cumulative sum at which a monitor of a healthy rate gives a false alarm once in `interval` outcomes, by simulation. */
export function alarmThreshold(
  steps: Pick<SequentialTest, 'perFailure' | 'perPass'>,
  { rate, interval, runs = 400, random }: AlarmSimulation,
): number {
  // The highest sum within a stretch: where the waiting time is memoryless, 1 − 1/e of stretches of that length alarm.
  const peaks = Array.from({ length: runs }, () => {
    let [sum, peak] = [0, 0]
    for (let i = 0; i < interval; i++) {
      sum = Math.max(0, sum + (random() < rate ? steps.perFailure : steps.perPass))
      if (sum > peak) peak = sum
    }
    return peak
  }).sort((a, b) => a - b)
  return peaks[Math.floor(runs * Math.exp(-1))]!
}
