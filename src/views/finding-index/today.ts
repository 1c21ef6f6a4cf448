import type { FindingColumns, WordColumn } from './columns.ts'

/** Columns that say what is due and what changed; times are seconds since 1970, `-Infinity` where there is none. */
export interface TodayColumns {
  state: WordColumn
  decision: WordColumn
  basis: WordColumn
  exposure: WordColumn
  assetId: WordColumn
  /** Negated, as it sorts. */
  due: Float64Array
  since: Float64Array
  resolved: Float64Array
}

/** What is to be done in a workspace, and what changed in a day. */
export interface TodayCounts {
  open: Record<string, number>
  overdue: number
  opened: number
  resolved: number
  assumed: number
  /** Of those to be done now. */
  assumedNow: number
  /** The asset of unknown exposure on which most open findings are. */
  unknownExposure: { assetId: string; findings: number } | undefined
}

const DAY_SECONDS = 86_400

/** One pass over all findings: about a millisecond for 200,000. `now` in seconds since 1970. */
export function countToday({ alive, size }: FindingColumns, columns: TodayColumns, now: number): TodayCounts {
  const { state, decision, basis, exposure, assetId, due, since, resolved } = columns
  const open = state.dictionary.code('open')
  const assumed = basis.dictionary.code('assumed')
  const urgent = decision.dictionary.code('now')
  const unknown = exposure.dictionary.code('unknown')
  const counts = { overdue: 0, opened: 0, resolved: 0, assumed: 0, assumedNow: 0 }
  const byDecision = new Uint32Array(decision.dictionary.values.length)
  const byAsset = new Uint32Array(assetId.dictionary.values.length)
  for (let place = 0; place < size; place++) {
    if (alive[place] !== 1) continue
    if (resolved[place]! > now - DAY_SECONDS) counts.resolved++
    if (state.codes[place] !== open) continue
    byDecision[decision.codes[place]!]!++
    if (-due[place]! < now) counts.overdue++
    if (since[place]! > now - DAY_SECONDS) counts.opened++
    if (basis.codes[place] === assumed) {
      counts.assumed++
      if (decision.codes[place] === urgent) counts.assumedNow++
    }
    if (exposure.codes[place] === unknown) byAsset[assetId.codes[place]!]!++
  }
  const words = decision.dictionary.values
  return {
    ...counts,
    open: Object.fromEntries(words.map((word, code) => [word, byDecision[code] ?? 0])),
    unknownExposure: mostOf(byAsset, assetId.dictionary.values),
  }
}

function mostOf(counts: Uint32Array, words: readonly string[]): TodayCounts['unknownExposure'] {
  let most = -1
  for (let code = 0; code < counts.length; code++) if (most < 0 || counts[code]! > counts[most]!) most = code
  const findings = counts[most] ?? 0
  return findings > 0 ? { assetId: words[most]!, findings } : undefined
}
