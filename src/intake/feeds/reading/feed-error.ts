import { type Problem, problem } from '#core/kernel'

/** Ends the reading of a file for a reason outside the program; becomes the `Problem` of its result. */
export class FeedError extends Error {
  readonly problem: Problem

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.problem = problem(code, message, cause)
  }
}
