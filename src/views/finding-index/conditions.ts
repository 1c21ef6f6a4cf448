import type { Filter } from '#contract'
import type { WordColumn } from './columns.ts'
import type { Dictionary } from './dictionary.ts'

/** Which columns a filter's keys compare. */
export interface FilterColumns {
  /** Per key the columns one of which must have the value; a value is compared in lower case unless `exact`. */
  readonly terms: Readonly<Record<string, { columns: readonly WordColumn[]; exact?: boolean }>>
  /** Columns the remaining words are looked for in. */
  readonly text: readonly WordColumn[]
}

/** At most so many words of a filter's text are looked for, as in SQL. */
const MOST_WORDS = 10
const TEXT = 'text'

/** How each place fares, judged all at once: how many conditions it fails (2 stands for more), and the last of those. */
export interface Judged {
  failed: Uint8Array
  which: Uint8Array
}

/** What a finding must fulfil: all conditions. */
export class Conditions {
  readonly #conditions: readonly Condition[]

  constructor(filter: Filter, columns: FilterColumns) {
    this.#conditions = conditionsOf(filter, columns)
  }

  /** Judges words that were met since the last time; to be called before rows are judged. */
  prepare(): void {
    for (const { clauses } of this.#conditions) for (const clause of clauses) for (const one of clause) one.prepare()
  }

  /** @returns `undefined` when the finding at `place` fulfils all; the key of the only condition it fails, or `null` when it fails more. */
  failing(place: number): string | null | undefined {
    let failed: string | undefined
    for (const condition of this.#conditions) {
      if (fulfils(condition, place)) continue
      if (failed !== undefined) return null
      failed = condition.key
    }
    return failed
  }

  /** Judges the first `size` places, column by column: many times faster than one place after the other. */
  judgeAll(size: number): Judged {
    const failed = new Uint8Array(size)
    const which = new Uint8Array(size)
    this.#conditions.forEach(({ clauses }, number) => {
      // Fails where one of its clauses has no alternative that holds.
      const fails = new Uint8Array(size)
      for (const clause of clauses) {
        const holds = new Uint8Array(size)
        for (const { allowed, column } of clause) {
          const { codes } = column
          for (let place = 0; place < size; place++) holds[place]! |= allowed[codes[place]!]!
        }
        for (let place = 0; place < size; place++) fails[place]! |= holds[place]! ^ 1
      }
      for (let place = 0; place < size; place++) {
        if (fails[place] === 0) continue
        which[place] = number
        if (failed[place]! < 2) failed[place]!++
      }
    })
    return { failed, which }
  }

  /** The number of the condition on a key, as `judgeAll` tells it; -1 where there is none. */
  numberOf(key: string): number {
    return this.#conditions.findIndex((condition) => condition.key === key)
  }

  /** The same as `failing(place) === undefined`, sooner. */
  fulfilledAt(place: number): boolean {
    for (const condition of this.#conditions) if (!fulfils(condition, place)) return false
    return true
  }
}

interface Condition {
  key: string
  /** Each must be fulfilled by one of its alternatives. */
  clauses: readonly (readonly Alternative[])[]
}

function fulfils({ clauses }: Condition, place: number): boolean {
  for (const clause of clauses) {
    let any = false
    for (const one of clause) {
      if (one.allowed[one.column.codes[place]!] !== 1) continue
      any = true
      break
    }
    if (!any) return false
  }
  return true
}

/** Says which words of a dictionary are accepted, from a code on. */
type Accepts = (words: Dictionary, from: number, accept: (code: number) => void) => void

/** The words of one column that a clause accepts, judged once a word. */
class Alternative {
  readonly column: WordColumn
  allowed = new Uint8Array(0)
  readonly #accepts: Accepts
  #judged = 0

  constructor(column: WordColumn, accepts: Accepts) {
    this.column = column
    this.#accepts = accepts
  }

  prepare(): void {
    const { dictionary } = this.column
    const count = dictionary.values.length
    if (this.#judged === count) return
    if (this.allowed.length < count) {
      const wider = new Uint8Array(Math.max(count, this.allowed.length * 2))
      wider.set(this.allowed)
      this.allowed = wider
    }
    this.#accepts(dictionary, this.#judged, (code) => {
      this.allowed[code] = 1
    })
    this.#judged = count
  }
}

/** Accepts the words for which `is` holds. */
function each(is: (word: string) => boolean): Accepts {
  return ({ values }, from, accept) => {
    for (let code = from; code < values.length; code++) if (is(values[code]!)) accept(code)
  }
}

function conditionsOf(filter: Filter, { terms, text }: FilterColumns): Condition[] {
  const conditions: Condition[] = []
  const add = (key: string, clause: Alternative[]) => {
    const there = conditions.find((condition) => condition.key === key)
    if (there) there.clauses = [...there.clauses, clause]
    else conditions.push({ key, clauses: [clause] })
  }
  const state = filter.terms.some(({ key }) => key === 'state')
  for (const { key, values, not } of state ? filter.terms : [...filter.terms, openOnly]) {
    if (key === 'state' && values.includes('any')) continue
    const column = terms[key]
    if (!column) {
      add(key, [])
      continue
    }
    const wanted = new Set(column.exact ? values : values.map((value) => value.toLowerCase()))
    const has = (word: string) => wanted.has(column.exact ? word : word.toLowerCase())
    // Of several columns one must have the value; negated, none may.
    if (not)
      for (const one of column.columns)
        add(key, [
          new Alternative(
            one,
            each((word) => !has(word)),
          ),
        ])
    else
      add(
        key,
        column.columns.map((one) => new Alternative(one, each(has))),
      )
  }
  const words = filter.text.toLowerCase().split(/\s+/)
  for (const word of words.filter((part) => part !== '').slice(0, MOST_WORDS)) {
    const includes: Accepts = (known, from, accept) => known.withPart(word, from, accept)
    add(
      TEXT,
      text.map((column) => new Alternative(column, includes)),
    )
  }
  return conditions
}

/** Findings that are dealt with are shown where they are asked for. */
const openOnly = { key: 'state', values: ['open'], not: false }
