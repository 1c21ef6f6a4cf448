import type { EpssPoint } from '#core/vocabulary'

const WINDOW_DAYS = 30
/** EPSS has been published daily since this day: no earlier window can have a score. */
const EPSS_SINCE = '2021-04-14'

/** Likely Exploited Vulnerability: a lower bound where windows are missing. */
export interface Lev {
  /** Probability that exploitation was observed at least once since the first score. */
  probability: number
  /** 30-day windows for which a score was held, and those there should be. */
  windows: number
  windowsExpected: number
}

/**
 * LEV = 1 − Π(1 − EPSS_i · w_i) over consecutive 30-day windows, the last one weighted by the share of it that has passed.
 * A window takes the first score held in it; a window without one contributes nothing, so the result is a lower bound.
 * Source: NIST CSWP 41, section 4.
 *
 * @param published day or instant of publication: windows are counted from there, or from the start of EPSS if later.
 * @param asOf the day up to which to compute.
 */
export function likelyExploited(
  points: readonly EpssPoint[],
  published: string | undefined,
  asOf: string,
): Lev | undefined {
  const until = points.filter((point) => point.date <= asOf)
  const held = isInOrder(until) ? until : until.toSorted((a, b) => (a.date < b.date ? -1 : 1))
  const first = held[0]
  if (!first) return undefined
  const start = startOfCounting(first.date, published)
  const end = dayNumber(asOf)
  const firstScores = firstScorePerWindow(held, start)
  let untouched = 1
  for (const [window, point] of firstScores)
    untouched *= 1 - point.probability * weightOf(start + window * WINDOW_DAYS, end)
  const windowsExpected = Math.max(1, Math.ceil((end - start) / WINDOW_DAYS))
  return { probability: 1 - untouched, windows: Math.min(firstScores.size, windowsExpected), windowsExpected }
}

/** As the histories that are kept are. */
function isInOrder(points: readonly EpssPoint[]): boolean {
  return points.every((point, at) => at === 0 || points[at - 1]!.date <= point.date)
}

function startOfCounting(firstScore: string, published: string | undefined): number {
  const since = published && published.slice(0, 10) > EPSS_SINCE ? published.slice(0, 10) : EPSS_SINCE
  return Math.min(dayNumber(since), dayNumber(firstScore))
}

function firstScorePerWindow(held: readonly EpssPoint[], start: number): Map<number, EpssPoint> {
  const windows = new Map<number, EpssPoint>()
  for (const point of held) {
    const window = Math.floor((dayNumber(point.date) - start) / WINDOW_DAYS)
    if (!windows.has(window)) windows.set(window, point)
  }
  return windows
}

function weightOf(windowStart: number, end: number): number {
  return Math.min(1, Math.max(0, (end - windowStart) / WINDOW_DAYS))
}

/** Scores are of a few dates, each asked for with every vulnerability. */
const dayNumbers = new Map<string, number>()
const MOST_DAYS = 4_000

function dayNumber(date: string): number {
  const day = date.slice(0, 10)
  const known = dayNumbers.get(day)
  if (known !== undefined) return known
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000)
  if (dayNumbers.size >= MOST_DAYS) dayNumbers.clear()
  dayNumbers.set(day, number)
  return number
}

/** The change of EPSS over about 30 days: against the held score nearest to 30 days earlier, if one is 21 to 45 days old. */
export function epssChange(
  current: EpssPoint,
  history: readonly EpssPoint[],
): { change: number; since: string } | undefined {
  const today = dayNumber(current.date)
  const ages = history
    .map((point) => ({ point, age: today - dayNumber(point.date) }))
    .filter(({ age }) => age >= 21 && age <= 45)
  const nearest = ages.toSorted((a, b) => Math.abs(a.age - WINDOW_DAYS) - Math.abs(b.age - WINDOW_DAYS))[0]
  return nearest && { change: current.probability - nearest.point.probability, since: nearest.point.date }
}
