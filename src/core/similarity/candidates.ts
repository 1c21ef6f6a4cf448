import { jaccard, type Sketch } from './sketch.ts'

/** Two texts that are alike, by their place in the list; `a` before `b`. */
export interface Likeness {
  a: number
  b: number
  jaccard: number
}

/**
 * Bands of a MinHash signature, and hashes in each (Broder 1997; Indyk and Motwani 1998): two texts that share half of their
 * shingles meet in some band with a probability of 1 − (1 − 0.5³)⁴⁸ = 0.998, two that share a tenth with one of 0.05.
 */
const BANDS = 48
const ROWS = 3
/** Texts that meet in one band at most: where everything is alike, each is compared with so many before it. */
const MOST_MET = 64

/** All pairs that are at least so alike, each verified. Which are found depends on the sketches alone. */
export function likePairs(sketches: readonly Sketch[], atLeast: number): Likeness[] {
  const compared = new Set<number>()
  const found: Likeness[] = []
  const order = sketches.map((_, at) => at).sort((x, y) => compareSketches(sketches[x]!, sketches[y]!))
  const buckets = Array.from({ length: BANDS }, () => new Map<number, number[]>())
  for (const at of order) {
    const sketch = sketches[at]!
    if (sketch.length === 0) continue
    for (const [band, key] of bandsOf(sketch).entries()) {
      const bucket = buckets[band]!
      const met = bucket.get(key) ?? []
      bucket.set(key, met)
      for (const other of met) {
        const [a, b] = at < other ? [at, other] : [other, at]
        const pair = a * sketches.length + b
        if (compared.has(pair)) continue
        compared.add(pair)
        const share = jaccard(sketches[a]!, sketches[b]!)
        if (share >= atLeast) found.push({ a, b, jaccard: share })
      }
      if (met.length < MOST_MET) met.push(at)
    }
  }
  return found
}

/** An order that has nothing to do with how the list came. */
function compareSketches(a: Sketch, b: Sketch): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return a.length - b.length
}

function bandsOf(sketch: Sketch): number[] {
  return Array.from({ length: BANDS }, (_, band) => {
    let key = band
    for (let row = 0; row < ROWS; row++) key = mixed(key ^ lowest(sketch, multipliers[band * ROWS + row]!))
    return key
  })
}

function lowest(sketch: Sketch, multiplier: number): number {
  let least = 0xffffffff
  for (const digest of sketch) {
    const value = mixed(Math.imul(digest, multiplier) ^ multiplier)
    if (value < least) least = value
  }
  return least
}

/** MurmurHash3's last step: every bit of what comes in moves every bit that goes out. */
function mixed(value: number): number {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Odd numbers, the same in every process. */
const multipliers = Array.from({ length: BANDS * ROWS }, (_, at) => mixed(at * 0x9e3779b9 + 1) | 1)
