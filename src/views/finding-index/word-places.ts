import { type Bits, setBit } from './bits.ts'

/** What moved since is looked at one by one: with more of it, or a longer tail, the lists are made anew. */
const FEW_MOVED = 1_000
const MOST_MOVED = 1 / 64
const MOST_TAIL = 1 / 8

/** The places of each word as they were when it was made, word after word: who asks for some words need not look at all places. */
export class WordPlaces {
  readonly #places: Uint32Array
  /** Where the places of each code begin; one more than there were codes. */
  readonly #starts: Uint32Array
  readonly #size: number
  readonly #moved: number[] = []
  readonly #mostMoved: number

  /** @param words how many codes there are */
  constructor(codes: Uint32Array, size: number, words: number) {
    const starts = new Uint32Array(words + 1)
    for (let place = 0; place < size; place++) starts[codes[place]! + 1]!++
    for (let code = 0; code < words; code++) starts[code + 1]! += starts[code]!
    const next = starts.slice()
    const places = new Uint32Array(size)
    for (let place = 0; place < size; place++) places[next[codes[place]!]!++] = place
    this.#places = places
    this.#starts = starts
    this.#size = size
    this.#mostMoved = Math.max(FEW_MOVED, size * MOST_MOVED)
  }

  /** The word of a place is another now. */
  move(place: number): void {
    if (place < this.#size && this.#moved.length <= this.#mostMoved) this.#moved.push(place)
  }

  /** Too much is different to go on from it. */
  isStale(size: number): boolean {
    return size < this.#size || size - this.#size > size * MOST_TAIL || this.#moved.length > this.#mostMoved
  }

  /** Adds to a set the places that have one of the wanted words now, among the first `size`. `words`: how many there are now. */
  addTo(found: Bits, { wanted, words, codes, size }: Search): void {
    for (const code of wanted) {
      const end = this.#starts[code + 1] ?? 0
      for (let at = this.#starts[code] ?? end; at < end; at++) {
        const place = this.#places[at]!
        if (codes[place] === code) setBit(found, place)
      }
    }
    if (size === this.#size && this.#moved.length === 0) return
    const isWanted = new Uint8Array(words)
    for (const code of wanted) isWanted[code] = 1
    for (let place = this.#size; place < size; place++) if (isWanted[codes[place]!] === 1) setBit(found, place)
    for (const place of this.#moved) if (isWanted[codes[place]!] === 1) setBit(found, place)
  }
}

interface Search {
  wanted: readonly number[]
  words: number
  codes: Uint32Array
  size: number
}
