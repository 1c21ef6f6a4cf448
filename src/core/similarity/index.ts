/** How alike texts are, by what stands beside what in them: shingles, sketches, candidates, verified likeness. Pure. */
export { type Likeness, likePairs } from './candidates.ts'
export { jaccard, MAX_SKETCH, type Sketch, sketchOf } from './sketch.ts'
export { shinglesOf } from './words.ts'
