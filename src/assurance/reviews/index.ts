/** Reviews, and the assumptions that they look at again. */
export type { Assumption } from './assumption.ts'
