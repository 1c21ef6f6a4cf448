import { hash } from 'node:crypto'

/** Digests of a sketch at most. Of more shingles those with the lowest digests are kept: a fair sample, the same in every text. */
export const MAX_SKETCH = 512

/** Keyed digests of 32 bits of a text's shingles, ascending, each once. Many pairs of words share one, so that it tells nothing alone. */
export type Sketch = readonly number[]

/** @param key without it nobody can try which texts a sketch may be of */
export function sketchOf(shingles: readonly string[], key: Uint8Array): Sketch {
  const secret = Buffer.from(key).toString('base64url')
  const digests = new Set(
    shingles.map((shingle) => Number.parseInt(hash('sha256', `${secret} ${shingle}`).slice(0, 8), 16)),
  )
  return [...digests].sort((a, b) => a - b).slice(0, MAX_SKETCH)
}

/**
 * Share of shingles that two texts have in common, of all that either has (Jaccard, 1901). Exact where both sketches are whole; else
 * estimated from the lowest digests of both together (Bar-Yossef et al., "Counting distinct elements in a data stream", 2002).
 */
export function jaccard(a: Sketch, b: Sketch): number {
  const most = a.length === MAX_SKETCH || b.length === MAX_SKETCH ? MAX_SKETCH : Number.POSITIVE_INFINITY
  let [i, j, all, both] = [0, 0, 0, 0]
  while ((i < a.length || j < b.length) && all < most) {
    const [x = Number.POSITIVE_INFINITY, y = Number.POSITIVE_INFINITY] = [a[i], b[j]]
    all++
    if (x === y) both++
    if (x <= y) i++
    if (y <= x) j++
  }
  return all === 0 ? 0 : both / all
}
