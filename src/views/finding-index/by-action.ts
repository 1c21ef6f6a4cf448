import type { FixActionSort } from '#contract'
import { type Urgency, urgencies } from '#core/vocabulary'
import { type WordColumn, wordAt } from './word-column.ts'

/** Columns that fix actions are counted by. */
export interface ActionColumns {
  action: WordColumn
  decision: WordColumn
  fixed: WordColumn
  version: WordColumn
  assetId: WordColumn
  vulnerability: WordColumn
  progress: WordColumn
  /** Seconds since 1970, negated, as it sorts. */
  due: Float64Array
  /** The order of findings: largest first. */
  rank: Float64Array
  seqs: Float64Array
}

/** Findings of an action that have the same decision, of the same version, and the same version that fixes them. */
export interface CountedFindings {
  urgency: Urgency
  /** Of the component, all that match, `BETWEEN_VERSIONS`; empty: unknown. */
  version: string
  /** Empty: none is known. */
  fixed: string
  findings: number
}

/** What the findings of one fix action come to. */
export interface ActionCounts {
  /** Number of the finding that decides its place. */
  first: number
  /** The earliest date any of them is due, in seconds since 1970. */
  due: number | undefined
  assets: number
  vulnerabilities: number
  /** Findings that somebody says are fixed, which no import has shown. */
  claimed: number
  parts: CountedFindings[]
}

/** Findings an action may have in its key; ranks of findings stay below 2^30: together below 2^53. */
const MOST_FINDINGS = 2 ** 23

/**
 * How a finding stands in for its action: the most urgent does, of those that are as urgent one that the action is known to
 * close. What nobody knows a fix of would explain an update that may not close it.
 */
function standIn({ decision, fixed }: Pick<ActionColumns, 'decision' | 'fixed'>): (place: number) => number {
  const levels = decision.dictionary.values.map((word) => urgencies.length - urgencies.indexOf(word as Urgency))
  const isKnown = fixed.dictionary.values.map((word) => (word === '' ? 0 : 1))
  return (place) => levels[decision.codes[place]!]! * 2 + isKnown[fixed.codes[place]!]!
}

/**
 * The key of each action by its code. `decision`: the rank of the finding that stands in for it, so that actions come in
 * the order of the findings that they close, then how many those are. `NaN` where no finding belongs to it.
 */
export function keysByAction(places: Uint32Array, columns: ActionColumns, sort: FixActionSort): Float64Array {
  const { action, rank } = columns
  const codes = action.dictionary.values.length
  const standing = standIn(columns)
  const best = new Uint8Array(codes)
  const highest = new Float64Array(codes)
  const counts = new Uint32Array(codes)
  for (const place of places) {
    const code = action.codes[place]!
    const stands = standing(place)
    if (stands > best[code]! || (stands === best[code]! && rank[place]! > highest[code]!)) {
      best[code] = stands
      highest[code] = rank[place]!
    }
    counts[code]!++
  }
  return Float64Array.from(counts, (count, code) => {
    if (count === 0) return Number.NaN
    return sort === 'findings' ? count : highest[code]! * MOST_FINDINGS + Math.min(count, MOST_FINDINGS - 1)
  })
}

/** What the findings at these places come to, for each of the actions. */
export function countActions(
  places: Uint32Array,
  columns: ActionColumns,
  ids: readonly string[],
): (ActionCounts | undefined)[] {
  const { dictionary, codes } = columns.action
  const standing = standIn(columns)
  const tallies = ids.map(() => new Tally(columns, standing))
  // Which tally a code belongs to, from 1: most findings belong to none.
  const numbers = new Uint32Array(dictionary.values.length)
  ids.forEach((id, place) => {
    for (const code of dictionary.these([id])) numbers[code] = place + 1
  })
  for (const place of places) {
    const number = numbers[codes[place]!]!
    if (number > 0) tallies[number - 1]!.add(place)
  }
  return tallies.map((tally) => tally.counts())
}

class Tally {
  readonly #columns: ActionColumns
  readonly #standing: (place: number) => number
  readonly #assets = new Set<number>()
  readonly #vulnerabilities = new Set<number>()
  readonly #parts = new Map<string, CountedFindings>()
  #first: number | undefined
  #claimed = 0
  #due = Number.NEGATIVE_INFINITY

  constructor(columns: ActionColumns, standing: (place: number) => number) {
    this.#columns = columns
    this.#standing = standing
  }

  add(place: number): void {
    const { assetId, vulnerability, due } = this.#columns
    this.#assets.add(assetId.codes[place]!)
    this.#vulnerabilities.add(vulnerability.codes[place]!)
    this.#due = Math.max(this.#due, due[place]!)
    this.#part(place).findings++
    if (wordAt(this.#columns.progress, place) === 'claimed-fixed') this.#claimed++
    if (this.#first === undefined || this.#isBefore(place, this.#first)) this.#first = place
  }

  counts(): ActionCounts | undefined {
    if (this.#first === undefined) return undefined
    return {
      first: this.#columns.seqs[this.#first]!,
      due: this.#due === Number.NEGATIVE_INFINITY ? undefined : -this.#due,
      assets: this.#assets.size,
      vulnerabilities: this.#vulnerabilities.size,
      claimed: this.#claimed,
      parts: [...this.#parts.values()],
    }
  }

  #part(place: number): CountedFindings {
    const { decision, version, fixed } = this.#columns
    const codes = [decision.codes[place]!, version.codes[place]!, fixed.codes[place]!] as const
    const key = codes.join()
    const known = this.#parts.get(key)
    if (known) return known
    const part: CountedFindings = {
      urgency: decision.dictionary.values[codes[0]]! as Urgency,
      version: version.dictionary.values[codes[1]]!,
      fixed: fixed.dictionary.values[codes[2]]!,
      findings: 0,
    }
    this.#parts.set(key, part)
    return part
  }

  #isBefore(place: number, other: number): boolean {
    const { rank, seqs } = this.#columns
    const more = this.#standing(place) - this.#standing(other)
    if (more !== 0) return more > 0
    return rank[place] === rank[other] ? seqs[place]! > seqs[other]! : rank[place]! > rank[other]!
  }
}
