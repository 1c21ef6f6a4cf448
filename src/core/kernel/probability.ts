import type { Brand } from './brand.ts'

/** A probability in [0, 1]. */
export type Probability = Brand<number, 'Probability'>

/** Reads a probability; `undefined` when it is no number in [0, 1]. */
export function parseProbability(value: unknown): Probability | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && number >= 0 && number <= 1 ? (number as Probability) : undefined
}
