import { clearBit, setBit, widened, wordsFor } from './bits.ts'
import { giveBack } from './bits-pool.ts'
import type { Condition } from './condition.ts'

/** Conditions that filters have in common, each judged and kept right once; held while a filter that has it is kept. */
export class KeptConditions {
  readonly #held = new Map<string, { condition: Condition; users: number }>()

  /** The condition of an id, judged now where no filter has it. */
  take(id: string, judge: () => Omit<Condition, 'id'>): Condition {
    const held = this.#held.get(id) ?? { condition: { id, ...judge() }, users: 0 }
    held.users++
    this.#held.set(id, held)
    return held.condition
  }

  /** A filter that has them is kept no longer. */
  release(conditions: readonly Condition[]): void {
    for (const { id } of conditions) {
      const held = this.#held.get(id)
      if (!held || --held.users > 0) continue
      this.#held.delete(id)
      giveBack(held.condition.places)
    }
  }

  /** To be called when findings came to places, or changed; `room`: for how many places there is room. */
  enter(places: readonly number[], room: number): void {
    const highest = places.reduce((most, place) => Math.max(most, place), 0)
    for (const { condition } of this.#held.values()) {
      // As much as the columns have, so that this is seldom.
      if (wordsFor(highest + 1) > condition.places.length) condition.places = widened(condition.places, wordsFor(room))
      for (const place of places) {
        if (condition.holds(place)) setBit(condition.places, place)
        else clearBit(condition.places, place)
      }
    }
  }

  clear(): void {
    this.#held.clear()
  }
}
