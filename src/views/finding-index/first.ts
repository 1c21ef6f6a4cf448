/** The first `most` of many in an order, one after the other: what comes behind them is never sorted. */
export class First<T> {
  readonly items: T[] = []
  readonly #most: number
  readonly #compare: (a: T, b: T) => number

  constructor(most: number, compare: (a: T, b: T) => number) {
    this.#most = most
    this.#compare = compare
  }

  add(one: T): void {
    const last = this.items[this.#most - 1]
    if (last !== undefined && this.#compare(last, one) <= 0) return
    let low = 0
    let high = this.items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#compare(this.items[middle]!, one) < 0) low = middle + 1
      else high = middle
    }
    this.items.splice(low, 0, one)
    if (this.items.length > this.#most) this.items.pop()
  }
}
