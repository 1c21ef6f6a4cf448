import type { Selection } from './selection.ts'

/** Filters whose findings are kept, and kept right: a page and its facets, the next page, people with one view. */
const MOST = 256
/** Of those that few findings fulfil, which are soon found anew. */
const MOST_FEW = 64
const FEW = 1_000

/** Selections by their filter; the least recently asked for go first. */
export class KeptSelections {
  readonly #many = new Map<string, Selection>()
  readonly #few = new Map<string, Selection>()

  /** The selection kept under a key, or the one made now. */
  under(key: string, make: () => Selection): Selection {
    const selection = this.#many.get(key) ?? this.#few.get(key) ?? make()
    this.#many.delete(key)
    this.#few.delete(key)
    if (selection.total <= FEW) put(this.#few, key, selection, MOST_FEW)
    else put(this.#many, key, selection, MOST)
    return selection
  }

  all(): Selection[] {
    return [...this.#many.values(), ...this.#few.values()]
  }

  clear(): void {
    this.#many.clear()
    this.#few.clear()
  }
}

function put(kept: Map<string, Selection>, key: string, selection: Selection, most: number): void {
  kept.set(key, selection)
  for (const oldest of kept.keys()) {
    if (kept.size <= most) break
    kept.delete(oldest)
  }
}
