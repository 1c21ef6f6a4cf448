import type { EpssScore, ExploitSignal, KevStatement, SourceId } from '#core/vocabulary'
import { cveCode, EPSS_NONE, type EpssColumns, encodeScore } from './index-file/epss-table.ts'

/** What is known of vulnerabilities beside the statements about software. All parts are optional. */
export interface Signals {
  kev?: Iterable<KevStatement>
  exploits?: Iterable<ExploitSignal>
  epss?: Iterable<EpssScore>
  /** When each source was last read completely (ISO 8601). */
  asOf?: ReadonlyMap<SourceId, string>
  /** Time of building; left out, the epoch, so that equal content gives equal bytes. */
  builtAt?: string
}

/** Scores in any order as columns by date; scores whose id is no CVE id are left out. */
export function epssColumns(scores: Iterable<EpssScore>): EpssColumns {
  const byDate = new Map<string, Map<number, EpssScore>>()
  const known = new Set<number>()
  for (const score of scores) {
    const code = cveCode(score.cve)
    if (code === undefined) continue
    known.add(code)
    const day = byDate.get(score.date) ?? new Map<number, EpssScore>()
    byDate.set(score.date, day.set(code, score))
  }
  const dates = [...byDate.keys()].sort()
  const days = dates.map((date) => byDate.get(date)!)
  const codes = Float64Array.from(known).sort()
  const newest = (code: number) => days.findLast((day) => day.has(code))?.get(code)
  const scoreOf = (value: number | undefined) => (value === undefined ? EPSS_NONE : encodeScore(value))
  return {
    dates,
    models: days.map((day) => day.values().next().value?.modelVersion ?? ''),
    codes,
    percentiles: Uint32Array.from(codes, (code) => scoreOf(newest(code)?.percentile)),
    values: days.map((day) => Uint32Array.from(codes, (code) => scoreOf(day.get(code)?.probability))),
  }
}
