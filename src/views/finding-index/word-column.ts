import { type Bits, clearBit, countBits, countCommon, lowestBit, setBit, unite, widened, wordsFor } from './bits.ts'
import { copyOf, emptyBits } from './bits-pool.ts'
import { Dictionary } from './dictionary.ts'
import { WordPlaces } from './word-places.ts'

/** A column with more values has no set of places for each: 50 kilobytes a value for 400,000 findings. */
const MOST_SETS = 64

/** A column of words: each place's code in the dictionary and, where there are few words, the places of each. */
export class WordColumn {
  readonly dictionary = new Dictionary()
  codes: Uint32Array<ArrayBuffer>
  #sets: Bits[] | undefined = []
  /** Where there are many words; made when it is asked for. */
  #places: WordPlaces | undefined

  constructor(places: number) {
    this.codes = new Uint32Array(places)
  }

  put(place: number, word: string): void {
    const code = this.dictionary.code(word)
    if (this.codes[place] === code && !this.#sets) return
    if (this.#sets) this.#move(this.#sets, place, code)
    this.#places?.move(place)
    this.codes[place] = code
  }

  /** Makes room for more places. */
  grow(places: number): void {
    this.codes = widened(this.codes, places)
    this.#sets = this.#sets?.map((set) => widened(set, wordsFor(places)))
  }

  /** Places of the words with these codes, among the first `size`. */
  placesWith(codes: readonly number[], size: number): Bits {
    const [first, ...others] = codes
    if (!this.#sets || first === undefined) return this.#search(emptyBits(wordsFor(size)), codes, size)
    const places = copyOf(this.#sets[first]!, wordsFor(size))
    this.addPlaces(places, others, size)
    return places
  }

  /** Adds those places to a set that has room for the first `size`. */
  addPlaces(found: Bits, codes: readonly number[], size: number): void {
    if (!this.#sets) this.#search(found, codes, size)
    else for (const code of codes) unite(found, this.#sets[code]!.subarray(0, wordsFor(size)))
  }

  /** The places of each word by its code, where there are few words. */
  get sets(): readonly Bits[] | undefined {
    return this.#sets
  }

  #move(sets: Bits[], place: number, code: number): void {
    const before = sets[this.codes[place]!]
    if (before) clearBit(before, place)
    if (code >= MOST_SETS) {
      this.#sets = undefined
      return
    }
    sets[code] ??= new Uint32Array(wordsFor(this.codes.length))
    setBit(sets[code], place)
  }

  #search(found: Bits, wanted: readonly number[], size: number): Bits {
    if (wanted.length === 0) return found
    const words = this.dictionary.values.length
    if (!this.#places || this.#places.isStale(size)) this.#places = new WordPlaces(this.codes, size, words)
    this.#places.addTo(found, { wanted, words, codes: this.codes, size })
    return found
  }
}

/** The word of a place. */
export function wordAt({ dictionary, codes }: WordColumn, place: number): string {
  return dictionary.values[codes[place]!]!
}

/** How many of the places have each word, by its code; `count`: how many places there are. */
export function countsOf(
  { codes, sets, dictionary }: WordColumn,
  places: Bits,
  count = countBits(places),
): Uint32Array {
  const counts = new Uint32Array(dictionary.values.length)
  // Where sets are few for so many places, they are compared word by word; else each place is looked at.
  if (sets && (sets.length - 1) * places.length < count) {
    countSets(counts, sets, places, count)
    return counts
  }
  for (let word = 0; word < places.length; word++) {
    for (let rest = places[word]!; rest !== 0; rest &= rest - 1) counts[codes[(word << 5) + lowestBit(rest)]!]!++
  }
  return counts
}

/** The same of places that are listed. */
export function countsOfThese({ codes, dictionary }: WordColumn, places: Uint32Array): Uint32Array {
  const counts = new Uint32Array(dictionary.values.length)
  for (const place of places) counts[codes[place]!]!++
  return counts
}

/** The last set has what no other has. */
function countSets(counts: Uint32Array, sets: readonly Bits[], places: Bits, count: number): void {
  let rest = count
  for (let code = 0; code < sets.length - 1; code++) {
    counts[code] = countCommon(places, sets[code]!)
    rest -= counts[code]!
  }
  counts[sets.length - 1] = rest
}
