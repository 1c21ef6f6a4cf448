import { err, type Problem, problem, type Result } from '#core/kernel'
import type { FeedFile } from '../contract.ts'

/** Ends the reading of a file for a reason outside the program; becomes the `Problem` of its result. */
export class FeedError extends Error {
  readonly problem: Problem

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.problem = problem(code, message, cause)
  }
}

/** Runs the reading of a file: a refusal becomes a problem that names the file. */
export async function orRefusal<Read>({ name }: FeedFile, read: () => Promise<Result<Read>>): Promise<Result<Read>> {
  try {
    return await read()
  } catch (cause) {
    if (cause instanceof FeedError) return err({ ...cause.problem, message: `${name}: ${cause.message}` })
    throw cause
  }
}
