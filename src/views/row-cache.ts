import { type FindingRow, findingRow } from '#contract'

const MOST_ROWS = 10_000

/** A finding's row, and the JSON that answers send of it. */
export interface CachedRow {
  row: FindingRow
  text: string
}

/** A read of rows under way: what changes meanwhile may have been read before its change, and is not kept. */
export interface RowReading {
  take(seq: number, row: FindingRow): CachedRow
  end(): void
}

/** Rows of the findings asked for last, by number, until they change: most pages asked for are those asked for before. */
export class RowCache {
  readonly #rows = new Map<number, CachedRow>()
  /** Of each read under way the numbers that changed meanwhile. */
  readonly #readings = new Set<Set<number>>()

  get(seq: number): CachedRow | undefined {
    const known = this.#rows.get(seq)
    if (known) {
      // The least recently asked for goes first.
      this.#rows.delete(seq)
      this.#rows.set(seq, known)
    }
    return known
  }

  /** These findings changed or went. */
  forget(seqs: readonly number[]): void {
    for (const seq of seqs) {
      this.#rows.delete(seq)
      for (const changed of this.#readings) changed.add(seq)
    }
  }

  /** None is sure any more. */
  clear(): void {
    this.#rows.clear()
    this.#readings.clear()
  }

  /** To be begun before rows are read, and ended when they are taken. */
  read(): RowReading {
    const changed = new Set<number>()
    this.#readings.add(changed)
    return {
      take: (seq, row) => {
        const cached = { row, text: JSON.stringify(findingRow.parse(row)) }
        if (this.#readings.has(changed) && !changed.has(seq)) this.#put(seq, cached)
        return cached
      },
      end: () => {
        this.#readings.delete(changed)
      },
    }
  }

  #put(seq: number, row: CachedRow): void {
    this.#rows.set(seq, row)
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size <= MOST_ROWS) break
      this.#rows.delete(oldest)
    }
  }
}
