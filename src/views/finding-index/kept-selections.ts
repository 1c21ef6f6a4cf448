import type { FindingColumns } from './columns.ts'
import type { Condition } from './condition.ts'
import { KeptConditions } from './kept-conditions.ts'
import { Selection } from './selection.ts'

/** Filters whose findings are kept, and kept right: a page and its facets, the next page, people with one view. */
const MOST = 256
/** Of those that few findings fulfil, which are soon found anew. */
const MOST_FEW = 64
const FEW = 1_000

/** Selections by their filter; the least recently asked for go first. */
export class KeptSelections {
  readonly #columns: FindingColumns
  readonly #many = new Map<string, Selection>()
  readonly #few = new Map<string, Selection>()
  readonly #conditions = new KeptConditions()

  constructor(columns: FindingColumns) {
    this.#columns = columns
  }

  /** The selection kept under a key, or one made now of what `judge` takes of the conditions that are kept. */
  under(key: string, judge: (conditions: KeptConditions) => readonly Condition[]): Selection {
    const selection = this.#many.get(key) ?? this.#few.get(key) ?? new Selection(this.#columns, judge(this.#conditions))
    this.#many.delete(key)
    this.#few.delete(key)
    if (selection.total <= FEW) this.#put(this.#few, key, selection, MOST_FEW)
    else this.#put(this.#many, key, selection, MOST)
    return selection
  }

  /** To be called before findings at places change or go. */
  leave(places: readonly number[]): void {
    for (const selection of this.#all()) for (const place of places) selection.leave(place)
  }

  /** To be called when findings came to places, or changed. */
  enter(places: readonly number[]): void {
    this.#conditions.enter(places, this.#columns.seqs.length)
    for (const selection of this.#all()) for (const place of places) selection.enter(place)
  }

  clear(): void {
    this.#many.clear()
    this.#few.clear()
    this.#conditions.clear()
  }

  #all(): Selection[] {
    return [...this.#many.values(), ...this.#few.values()]
  }

  #put(kept: Map<string, Selection>, key: string, selection: Selection, most: number): void {
    kept.set(key, selection)
    for (const [oldest, unasked] of kept) {
      if (kept.size <= most) break
      kept.delete(oldest)
      unasked.release()
      this.#conditions.release(unasked.conditions)
    }
  }
}
