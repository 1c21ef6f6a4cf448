import { type Problem, problem } from '#core/kernel'

/** Carries a problem out of a stream; `runImporter` turns it back into a `Result`. */
export class ImportError extends Error {
  readonly problem: Problem

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'ImportError'
    this.problem = problem(code, message, cause)
  }
}
