/** VEX documents in and out, whole. */
export { readVexBook, writeVexBook } from './book.ts'
export { newVexBook, type VexSaying } from './new-book.ts'
export type { VexAction, VexBook, VexClaim, VexHead, VexProduct } from './types.ts'
