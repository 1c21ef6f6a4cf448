import type { RecordId, SourceId } from '#core/vocabulary'
import { CopyLines } from '#platform/database'
import { copyLine } from './copy.ts'
import { type StatementRow, statementColumns } from './row.ts'

/** A row among the lines. */
interface Waiting {
  source: SourceId
  place: number
}

/** Rows that wait to be written, one for each record: the last that was put. */
export class StatementBatch {
  readonly #lines = new CopyLines()
  readonly #rows = new Map<string, Waiting>()

  get size(): number {
    return this.#rows.size
  }

  /** How much memory the lines take, also those that nothing stands for any more. */
  get bytes(): number {
    return this.#lines.bytes().length
  }

  put(row: StatementRow): void {
    const key = keyOf(row.source, row.record_id)
    const place = this.#lines.add(copyLine(statementColumns.map((column) => row[column])))
    // An earlier row gives its turn up, so that places stay in order.
    this.#rows.delete(key)
    this.#rows.set(key, { source: row.source, place })
  }

  /** Forgets the rows of a source. */
  drop(source: SourceId): void {
    for (const [key, row] of this.#rows) if (row.source === source) this.#rows.delete(key)
    if (this.#rows.size === 0) this.clear()
  }

  /** The lines that stand, for COPY of {@link statementColumns}; valid until the batch is cleared. */
  *pieces(): Generator<Uint8Array> {
    let [from, to] = [0, 0]
    for (const { place } of this.#rows.values()) {
      if (place !== to) {
        if (to > from) yield this.#lines.bytes(from, to)
        from = place
      }
      to = place + 1
    }
    if (to > from) yield this.#lines.bytes(from, to)
  }

  clear(): void {
    this.#rows.clear()
    this.#lines.clear()
  }
}

function keyOf(source: SourceId, recordId: RecordId): string {
  return `${source}\t${recordId}`
}
