/** VEX documents in and out, whole. */
export { readVexBook, writeVexBook } from './book.ts'
export { csafJustification } from './csaf.ts'
export { newVexBook, spelledOut, type VexSaying } from './new-book.ts'
export type { VexBook, VexClaim, VexProduct } from './types.ts'
