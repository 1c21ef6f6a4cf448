import {
  alarmThreshold,
  inHundred,
  intervalWords,
  seededRandom,
  sequentialTest,
  wilsonInterval,
} from '#core/statistics'
import type { Counts } from './counts.ts'

interface Watched {
  id: string
  system: string
  title?: string | undefined
}

/** A rate of demands: usual while all is well, bad when it has to be told. */
export interface RateMonitor extends Watched {
  kind: 'rate'
  measure: 'refused' | 'errors' | 'acted' | 'label-failures'
  usual: number
  bad: number
  'false-alarm-every': number
}

/** The mix of strata, of some days against the four times as many before. */
export interface DriftMonitor extends Watched {
  kind: 'drift'
  days: number
  most: number
}

/** What a system may use within some hours. */
export interface BudgetMonitor extends Watched {
  kind: 'budget'
  measure: 'tokens' | 'demands'
  hours: number
  most: number
}

/** What one conversation or actor may add up to within some hours, in however small steps. */
export interface WindowMonitor extends Watched {
  kind: 'window'
  per: 'conversation' | 'actor'
  measure: 'refused' | 'acted' | 'demands' | 'tokens'
  hours: number
  most: number
}

export type Monitor = RateMonitor | DriftMonitor | BudgetMonitor | WindowMonitor

/** What a monitor says at a look. */
export interface Reading {
  isAlarm: boolean
  /** One plain sentence, with the numbers it rests on. */
  sentence: string
}

/** Where the cumulative sum of a rate stands. */
export interface RateState {
  sum: number
  threshold: number
  /** What the threshold is of: others make it anew. */
  terms: string
}

/**
 * Adds outcomes to the cumulative sum. Their order within a look is not known: failures are spread evenly. At the threshold it
 * alarms, and stands there until the sum has come back to nothing; above twice the threshold it does not grow, so that it can.
 */
export function advanceRate(
  monitor: RateMonitor,
  before: RateState | undefined,
  { demands, failures }: { demands: number; failures: number },
): RateState {
  const state = stateFor(monitor, before)
  const { perFailure, perPass } = stepsOf(monitor)
  let { sum } = state
  let due = 0
  for (let at = 0; at < demands; at++) {
    due += failures
    const failed = due >= demands
    if (failed) due -= demands
    sum = Math.min(2 * state.threshold, Math.max(0, sum + (failed ? perFailure : perPass)))
  }
  return { ...state, sum }
}

function stepsOf({ usual, bad }: RateMonitor) {
  return sequentialTest({ good: usual, bad, alpha: 0.05, beta: 0.1 })
}

function stateFor(monitor: RateMonitor, before: RateState | undefined): RateState {
  const { usual, bad, 'false-alarm-every': interval } = monitor
  const terms = [usual, bad, interval].join(' ')
  if (before?.terms === terms) return before
  const threshold = alarmThreshold(stepsOf(monitor), { rate: usual, interval, random: seededRandom(1) })
  return { sum: 0, threshold, terms }
}

/** What came of a system in a look, by measure of rates. */
export function outcomesOf({ measure, system }: RateMonitor, counts: Counts): { demands: number; failures: number } {
  const sum = { demands: 0, failures: 0 }
  for (const hour of counts.hours) {
    if (hour.system !== system) continue
    if (measure === 'refused') add(sum, hour.demands, hour.refused)
    else if (measure === 'acted') add(sum, hour.demands, hour.acted)
    else if (measure === 'errors') add(sum, hour.demands, hour.errors)
    else add(sum, hour.labelled, hour.labelFailures)
  }
  return sum
}

function add(sum: { demands: number; failures: number }, demands: number, failures: number): void {
  sum.demands += demands
  sum.failures += failures
}

const measures = {
  ...{ refused: 'refused', errors: 'failed', acted: 'stopped or changed by a control' },
  'label-failures': 'labelled as failures',
} as const

/** @param wasAlarm it stood at the look before */
export function readRate(
  monitor: RateMonitor,
  { sum, threshold }: RateState,
  day: { demands: number; failures: number },
  wasAlarm: boolean,
): Reading {
  const isAlarm = sum >= threshold || (wasAlarm && sum > 0)
  const bounds = wilsonInterval(day.failures, day.demands)
  const rate =
    day.demands === 0
      ? 'no request within a day'
      : `${counted(day.failures)} of ${counted(day.demands)} requests within a day were ${measures[monitor.measure]} (${intervalWords(bounds)})`
  const how = isAlarm
    ? `more than the usual ${inHundred(monitor.usual)}: the cumulative sum stands at ${sum.toFixed(1)}, its threshold is ${threshold.toFixed(1)}`
    : `as usual: the cumulative sum stands at ${sum.toFixed(1)} of ${threshold.toFixed(1)}`
  return { isAlarm, sentence: `${rate}; ${how}` }
}

/** Below it shares say little. */
const LEAST = 100
/** One chance in a thousand that nothing moved. */
const FAR = 3.09

/** Demands by stratum, before and now. */
export function readDrift(
  { most, days }: DriftMonitor,
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Reading {
  const [earlier, later] = [total(before), total(now)]
  if (earlier < LEAST || later < LEAST)
    return {
      isAlarm: false,
      sentence: `too few requests to tell: ${counted(later)} in ${days} days, ${counted(earlier)} before`,
    }
  const strata = [...new Set([...before.keys(), ...now.keys()])]
  const moved = strata.map((name) => ({
    name: name || 'no stratum',
    by: (now.get(name) ?? 0) / later - (before.get(name) ?? 0) / earlier,
  }))
  const share = moved.reduce((sum, { by }) => sum + Math.max(0, by), 0)
  const isSure = farOff(strata, before, now) > FAR
  const largest = moved.toSorted((a, b) => Math.abs(b.by) - Math.abs(a.by))[0]!
  const sentence = `${inHundred(share)} of the requests moved to other strata in ${days} days${share > 0 ? `, most of it ${largest.by > 0 ? 'to' : 'away from'} ${largest.name} (${inHundred(Math.abs(largest.by))})` : ''}`
  return { isAlarm: share > most && isSure, sentence }
}

/** How many standard deviations chi-square lies above what chance brings (Wilson and Hilferty, 1931). */
function farOff(
  strata: readonly string[],
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): number {
  const [earlier, later] = [total(before), total(now)]
  const degrees = strata.length - 1
  if (degrees < 1) return 0
  let square = 0
  for (const name of strata) {
    const both = (before.get(name) ?? 0) + (now.get(name) ?? 0)
    for (const [seen, all] of [
      [before.get(name) ?? 0, earlier],
      [now.get(name) ?? 0, later],
    ] as const) {
      const expected = (both * all) / (earlier + later)
      if (expected > 0) square += (seen - expected) ** 2 / expected
    }
  }
  const spread = 2 / (9 * degrees)
  return (Math.cbrt(square / degrees) - (1 - spread)) / Math.sqrt(spread)
}

/** @param sample share of the traces that are looked at */
export function readBudget({ measure, hours, most }: BudgetMonitor, used: number, sample: number): Reading {
  const all = used / sample
  const estimated = sample < 1 ? ' (estimated from a sample)' : ''
  return {
    isAlarm: all > most,
    sentence: `${counted(all)} ${measure} within ${hours} hours${estimated}, of ${counted(most)} allowed`,
  }
}

/** @param above what conversations or actors above the bound add up to, the largest first */
export function readWindow({ per, measure, hours, most }: WindowMonitor, above: readonly number[]): Reading {
  const what =
    measure === 'tokens' ? 'tokens' : measure === 'demands' ? 'requests' : `requests that were ${measures[measure]}`
  if (above.length === 0)
    return { isAlarm: false, sentence: `no ${per} has more than ${counted(most)} ${what} within ${hours} hours` }
  const who = above.length === 1 ? `one ${per} has` : `${counted(above.length)} ${per}s have`
  return {
    isAlarm: true,
    sentence: `${who} more than ${counted(most)} ${what} within ${hours} hours; the most are ${counted(above[0]!)}`,
  }
}

function total(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}

function counted(value: number): string {
  return Math.round(value).toLocaleString('en')
}
