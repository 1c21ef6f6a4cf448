import { widened } from './bits.ts'

/** Words that are searched as one text. */
const TOGETHER = 8_192
/** Between two words; in none of them. */
const BOUNDARY = '\n'
const FIRST = 1_024
const NONE = 0xffffffff

interface Stretch {
  /** The words, each after a boundary. */
  text: string
  /** Where each word begins in the text. */
  starts: number[]
}

/**
 * Finds values that have a part without a space in it. Such a part lies within one word, and titles share most of theirs:
 * the words are searched, each once, and each knows the values that it is in.
 */
export class PartIndex {
  readonly #words: string[] = []
  readonly #codes = new Map<string, number>()
  readonly #stretches: Stretch[] = []
  /** Values taken so far. */
  #values = 0
  /** For each word the last entry of it; for each entry its value and the entry of the same word before. */
  #last = new Uint32Array(FIRST)
  #valueOf = new Uint32Array(FIRST)
  #before = new Uint32Array(FIRST)
  #entries = 0

  /** The numbers of the values that have a part, which is in lower case and has no space; in no order. */
  having(part: string, values: readonly string[]): number[] {
    while (this.#values < values.length) this.#take(values[this.#values]!)
    const found = new Set<number>()
    for (const word of this.#wordsWith(part)) {
      for (let entry = this.#last[word]!; entry !== NONE; entry = this.#before[entry]!) found.add(this.#valueOf[entry]!)
    }
    return [...found]
  }

  #take(value: string): void {
    const number = this.#values++
    for (const word of new Set(value.toLowerCase().split(/\s+/))) if (word !== '') this.#enter(word, number)
  }

  #enter(word: string, value: number): void {
    const code = this.#codeOf(word)
    if (this.#entries === this.#valueOf.length) {
      this.#valueOf = widened(this.#valueOf, this.#entries * 2)
      this.#before = widened(this.#before, this.#entries * 2)
    }
    this.#valueOf[this.#entries] = value
    this.#before[this.#entries] = this.#last[code]!
    this.#last[code] = this.#entries++
  }

  #codeOf(word: string): number {
    const known = this.#codes.get(word)
    if (known !== undefined) return known
    const code = this.#words.length
    if (code === this.#last.length) this.#last = widened(this.#last, code * 2)
    this.#last[code] = NONE
    // Its own: a piece of a longer text would keep all of that.
    const own = ` ${word}`.slice(1)
    this.#codes.set(own, code)
    this.#words.push(own)
    return code
  }

  #wordsWith(part: string): number[] {
    const codes: number[] = []
    for (let number = 0; number * TOGETHER < this.#words.length; number++) {
      const { text, starts } = this.#stretch(number)
      let word = 0
      for (let at = text.indexOf(part); at >= 0; ) {
        while (word + 1 < starts.length && starts[word + 1]! <= at) word++
        codes.push(number * TOGETHER + word)
        // On with the next word.
        const next = starts[word + 1]
        at = next === undefined ? -1 : text.indexOf(part, next)
      }
    }
    return codes
  }

  /** One long text is searched many times faster than many short ones. */
  #stretch(number: number): Stretch {
    const held = this.#stretches[number]
    const first = number * TOGETHER
    if (held?.starts.length === Math.min(TOGETHER, this.#words.length - first)) return held
    const starts: number[] = []
    let length = 0
    const parts = this.#words.slice(first, first + TOGETHER).map((word) => {
      starts.push(length + BOUNDARY.length)
      length += BOUNDARY.length + word.length
      return BOUNDARY + word
    })
    const stretch = { text: parts.join(''), starts }
    this.#stretches[number] = stretch
    return stretch
  }
}
