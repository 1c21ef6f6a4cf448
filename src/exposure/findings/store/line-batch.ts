import { CopyLines } from '#platform/database'

/** A finding as it is compared with what is recorded of it, and as it will be written. */
export interface WaitingLine {
  id: string
  digest: string
  /** Whether it is decided with a score of EPSS. */
  isScored: boolean
  firstSeen: string
  /** Values of the columns from `id` on, as the end of a line for COPY. */
  text: string
}

/** Findings that wait to be written, with what tells whether they differ from what is recorded. */
export class LineBatch {
  readonly ids: string[] = []
  readonly digests: string[] = []
  readonly firstSeen: string[] = []
  readonly scored: boolean[] = []
  readonly #lines = new CopyLines()

  get size(): number {
    return this.ids.length
  }

  add({ id, digest, firstSeen, isScored, text }: WaitingLine): void {
    this.ids.push(id)
    this.digests.push(digest)
    this.firstSeen.push(firstSeen)
    this.scored.push(isScored)
    this.#lines.add(text)
  }

  /** All lines, one after the other; valid until the batch is cleared. */
  bytes(): Uint8Array {
    return this.#lines.bytes()
  }

  /** One line; valid until the batch is cleared. */
  line(place: number): Uint8Array {
    return this.#lines.bytes(place, place + 1)
  }

  clear(): void {
    const { ids, digests, firstSeen, scored } = this
    for (const list of [ids, digests, firstSeen, scored]) list.length = 0
    this.#lines.clear()
  }
}
