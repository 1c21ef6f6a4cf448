import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Ids of the drawn findings (`test/support/findings.ts`): so many a year, over so many years. */
const FIRST_YEAR = 2080
const YEARS = 16
const A_YEAR = 20_000
const FIRST_NUMBER = 1_000

/** Two days of scores, as EPSS publishes them, of the vulnerabilities that the drawn findings have. */
export interface DayPair {
  before: readonly string[]
  after: readonly string[]
  /** How many of the vulnerabilities have another score on the second day, from 0 to 1. */
  changed: number
}

/**
 * The last two real days, each CVE's scores under the id of a drawn one: as many change, and as much, as in four weeks of
 * real scores. `undefined`: there are none.
 */
export function dayPair(): DayPair | undefined {
  const folder = join(process.env.LUNETTE_TEST_DATA ?? join(import.meta.dirname, '../../../shared/data'), 'feeds/epss')
  if (!existsSync(folder)) return undefined
  const [earlier, later] = readdirSync(folder).sort().slice(-2)
  if (earlier === undefined || later === undefined) return undefined
  const before = scoresIn(join(folder, earlier))
  const both = [...scoresIn(join(folder, later))].filter(([cve]) => before.has(cve))
  const pairs = drawnIds().map((id, place) => {
    const [cve, score] = both[place % both.length]!
    return { id, before: before.get(cve)!, after: score }
  })
  const changed = pairs.filter((pair) => scoreOf(pair.before) !== scoreOf(pair.after)).length / pairs.length
  return {
    before: pairs.map((pair) => `${pair.id},${pair.before}`),
    after: pairs.map((pair) => `${pair.id},${pair.after}`),
    changed,
  }
}

/** Percentiles move with everybody else's scores. */
function scoreOf(written: string): string {
  return written.split(',')[0]!
}

/** Score and percentile of each CVE, as written. */
function scoresIn(path: string): Map<string, string> {
  const lines = gunzipSync(readFileSync(path)).toString('utf8').split('\n')
  return new Map(
    lines.flatMap((line) => {
      const comma = line.indexOf(',')
      return line.startsWith('CVE-') ? [[line.slice(0, comma), line.slice(comma + 1).trim()] as const] : []
    }),
  )
}

function drawnIds(): string[] {
  const ids: string[] = []
  for (let year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++)
    for (let number = FIRST_NUMBER; number < FIRST_NUMBER + A_YEAR; number++) ids.push(`CVE-${year}-${number}`)
  return ids
}
