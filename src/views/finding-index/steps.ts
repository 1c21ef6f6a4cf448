/** Places of an order that are counted together. */
const STRIDE = 4_096

/**
 * How many selected findings stand before every so many places of an order: with it a place far down a list is found by
 * looking at one stride, not at all that comes before.
 */
export class Steps {
  /** The order. */
  readonly sorted: Uint32Array
  readonly #selection: Selected
  /** Selected ones before each stride, and all of them at the end. */
  readonly #before: Uint32Array

  constructor(sorted: Uint32Array, selection: Selected) {
    this.sorted = sorted
    this.#selection = selection
    const strides = Math.ceil(sorted.length / STRIDE)
    this.#before = new Uint32Array(strides + 1)
    for (let stride = 0; stride < strides; stride++)
      this.#before[stride + 1] = this.#before[stride]! + this.#count(stride * STRIDE, (stride + 1) * STRIDE)
  }

  /** How many selected ones stand before an index of the order. */
  before(index: number): number {
    const stride = Math.floor(index / STRIDE)
    return this.#before[stride]! + this.#count(stride * STRIDE, index)
  }

  /** At most `most` places, beginning with the selected one that `skip` others stand between it and the index `start`. */
  take(start: number, skip: number, most: number): number[] {
    const wanted = this.before(start) + skip
    const stride = this.#strideOf(wanted)
    const found: number[] = []
    let met = this.#before[stride]!
    for (let at = stride * STRIDE; at < this.sorted.length && found.length < most; at++) {
      const place = this.sorted[at]!
      if (this.#selection.has(place) && ++met > wanted) found.push(place)
    }
    return found
  }

  /** The last stride before which at most so many stand. */
  #strideOf(wanted: number): number {
    let low = 0
    let high = this.#before.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.#before[middle]! <= wanted) low = middle
      else high = middle - 1
    }
    return low
  }

  #count(from: number, to: number): number {
    const end = Math.min(to, this.sorted.length)
    let count = 0
    for (let at = from; at < end; at++) if (this.#selection.has(this.sorted[at]!)) count++
    return count
  }
}

interface Selected {
  has(place: number): boolean
}
