/** A set of places: place `n` is in it when bit `n & 31` of word `n >>> 5` is 1. */
export type Bits = Uint32Array<ArrayBuffer>

/** Words that hold so many places. */
export function wordsFor(places: number): number {
  return (places + 31) >>> 5
}

export function hasBit(bits: Bits, place: number): boolean {
  return ((bits[place >>> 5]! >>> (place & 31)) & 1) === 1
}

export function setBit(bits: Bits, place: number): void {
  bits[place >>> 5]! |= 1 << (place & 31)
}

export function clearBit(bits: Bits, place: number): void {
  bits[place >>> 5]! &= ~(1 << (place & 31))
}

/** Keeps of the first set what is in the second, too. */
export function intersect(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! &= others[word]!
}

/** Adds the second set to the first. */
export function unite(bits: Bits, others: Bits): void {
  for (let word = 0; word < bits.length; word++) bits[word]! |= others[word]!
}

export function countBits(bits: Bits): number {
  let count = 0
  for (let word = 0; word < bits.length; word++) count += ones(bits[word]!)
  return count
}

/** How many places two sets have in common. */
export function countCommon(bits: Bits, others: Bits): number {
  let count = 0
  // Without a test for words that have none: it costs more than it saves.
  for (let word = 0; word < bits.length; word++) count += ones(bits[word]! & others[word]!)
  return count
}

/** Places in order. */
export function placesOf(bits: Bits, count = countBits(bits)): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(count)
  let next = 0
  for (let word = 0; word < bits.length; word++) {
    // The lowest bit that is left, and the word without it.
    for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) places[next++] = (word << 5) + lowestBit(rest)
  }
  return places
}

/** Which bit of a word that has one is the lowest that is 1. */
export function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word)
}

/** Bits of a word that are 1 (H. S. Warren, Hacker's Delight, 5-1). */
function ones(word: number): number {
  let sum = word - ((word >>> 1) & 0x55555555)
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333)
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** The same numbers with room for more. */
export function widened(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length)
  to.set(from)
  return to
}
