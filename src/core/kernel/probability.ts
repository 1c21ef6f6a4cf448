import type { Brand } from './brand.ts'

/** A probability in [0, 1]. */
export type Probability = Brand<number, 'Probability'>

/** Reads a probability; `undefined` when it is no number in [0, 1]. */
export function parseProbability(value: unknown): Probability | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  // An empty text would be a zero.
  if (number === 0 && typeof value === 'string' && value.trim() === '') return undefined
  return typeof number === 'number' && number >= 0 && number <= 1 ? (number as Probability) : undefined
}
