/** Code units of words and texts fit below this. */
const CODES = 0x1_0000

/**
 * Finds which of many words stand in a text, in one pass (Aho and Corasick, 1975). Words and text are in lower case. The
 * automaton is one table of steps, so that a hundred thousand states stay small.
 */
export class WordIndex<T> {
  readonly #steps = new Map<number, number>()
  readonly #fail: number[] = [0]
  /** The nearest state at which a word ends, this one or one that it falls back to. */
  readonly #nearestEnd: number[] = [0]
  readonly #values = new Map<number, T[]>()
  #linked = true

  add(word: string, value: T): void {
    let state = 0
    for (let at = 0; at < word.length; at++) {
      const step = state * CODES + word.charCodeAt(at)
      let next = this.#steps.get(step)
      if (next === undefined) {
        next = this.#fail.length
        this.#steps.set(step, next)
        this.#fail.push(0)
        this.#nearestEnd.push(0)
      }
      state = next
    }
    const values = this.#values.get(state)
    if (values) values.push(value)
    else this.#values.set(state, [value])
    this.#linked = false
  }

  /** Each value whose word stands in the text, with the place where it stands first. */
  find(text: string): Map<T, number> {
    if (!this.#linked) this.#link()
    const found = new Map<T, number>()
    let state = 0
    for (let at = 0; at < text.length; at++) {
      state = this.#step(state, text.charCodeAt(at))
      for (let end = this.#nearestEnd[state] ?? 0; end !== 0; end = this.#nearestEnd[this.#fail[end] ?? 0] ?? 0)
        for (const value of this.#values.get(end) ?? []) if (!found.has(value)) found.set(value, at)
    }
    return found
  }

  #step(from: number, code: number): number {
    let state = from
    for (;;) {
      const next = this.#steps.get(state * CODES + code)
      if (next !== undefined) return next
      if (state === 0) return 0
      state = this.#fail[state] ?? 0
    }
  }

  /** Links each state with the longest other that is its end, nearer ones first. */
  #link(): void {
    const children = new Map<number, number[]>()
    for (const step of this.#steps.keys()) {
      const from = Math.floor(step / CODES)
      const known = children.get(from)
      if (known) known.push(step % CODES)
      else children.set(from, [step % CODES])
    }
    const queue = [0]
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] ?? 0
      for (const code of children.get(state) ?? []) {
        const next = this.#steps.get(state * CODES + code) ?? 0
        const fail = state === 0 ? 0 : this.#step(this.#fail[state] ?? 0, code)
        this.#fail[next] = fail
        this.#nearestEnd[next] = this.#values.has(next) ? next : (this.#nearestEnd[fail] ?? 0)
        queue.push(next)
      }
    }
    this.#linked = true
  }
}
