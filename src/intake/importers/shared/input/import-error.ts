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

const GIB = 1024 ** 3
const MIB = 1024 ** 2

/** More than an importer reads: no setting raises it, a smaller file does. */
export function tooLarge(limit: number): string {
  const words = limit % GIB === 0 ? `${limit / GIB} GiB` : limit % MIB === 0 ? `${limit / MIB} MiB` : `${limit} bytes`
  return `The input is larger than ${words}, more than is read of one file. Split it, or export less into it.`
}
