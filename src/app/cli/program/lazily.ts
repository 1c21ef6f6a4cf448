import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { warnOfUnknownNames } from '../unknown-names.ts'

/** What a command does: its arguments, then its options; returns the exit code. */
type Action = (...args: never[]) => Promise<number>

/** Loads a command when it is called, runs it, and ends with its exit code; a failure prints one line, not a stack. */
export function lazily(load: () => Promise<Action>) {
  return async (...args: unknown[]): Promise<void> => {
    const command = args.at(-1) as Command
    try {
      await warnOfUnknownNames(process.env)
      const action = await load()
      process.exitCode = await action(...([...args.slice(0, -2), command.optsWithGlobals()] as never[]))
    } catch (error) {
      process.stderr.write(`lunette: ${error instanceof Error ? error.message : String(error)}\n`)
      if (process.env.LUNETTE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`)
      process.exitCode = exitCodes.failure
    }
  }
}
