/** Finds which of many words stand in a text, in one pass (Aho and Corasick, 1975). Words and text are in lower case. */
export class WordIndex<T> {
  readonly #next: Map<number, number>[] = [new Map()]
  readonly #fail: number[] = [0]
  readonly #ends: (T[] | undefined)[] = [undefined]
  #linked = false

  add(word: string, value: T): void {
    let state = 0
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at)
      let next = this.#next[state]?.get(code)
      if (next === undefined) {
        next = this.#next.length
        this.#next.push(new Map())
        this.#fail.push(0)
        this.#ends.push(undefined)
        this.#next[state]?.set(code, next)
      }
      state = next
    }
    this.#ends[state] = [...(this.#ends[state] ?? []), value]
    this.#linked = false
  }

  /** Each value whose word stands in the text, with the place where it stands first. */
  find(text: string): Map<T, number> {
    if (!this.#linked) this.#link()
    const found = new Map<T, number>()
    let state = 0
    for (let at = 0; at < text.length; at++) {
      state = this.#step(state, text.charCodeAt(at))
      for (let end = state; end !== 0; end = this.#fail[end] ?? 0)
        for (const value of this.#ends[end] ?? []) if (!found.has(value)) found.set(value, at)
    }
    return found
  }

  #step(from: number, code: number): number {
    let state = from
    for (;;) {
      const next = this.#next[state]?.get(code)
      if (next !== undefined) return next
      if (state === 0) return 0
      state = this.#fail[state] ?? 0
    }
  }

  /** Links each state with the longest other that is its end, nearer ones first. */
  #link(): void {
    const queue = [...(this.#next[0]?.values() ?? [])]
    for (const state of queue) this.#fail[state] = 0
    for (let head = 0; head < queue.length; head++) {
      const state = queue[head] as number
      for (const [code, next] of this.#next[state] ?? []) {
        this.#fail[next] = this.#step(this.#fail[state] ?? 0, code)
        queue.push(next)
      }
    }
    this.#linked = true
  }
}
