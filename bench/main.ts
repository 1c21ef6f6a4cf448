/**
 * `npm run bench -- <name> [arguments]`: the published figures, each measured by one folder beside this file whose
 * `main.ts` exports `run`. Without a name all are run.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

interface Bench {
  /** Prints its figures and returns the exit code: 0 when every bar is met. */
  run(args: readonly string[]): Promise<number>
}

const folder = import.meta.dirname
const names = readdirSync(folder).filter((name) => name !== 'conformance' && existsSync(join(folder, name, 'main.ts')))

const [chosen, ...args] = process.argv.slice(2)
if (chosen !== undefined && !names.includes(chosen)) {
  process.stderr.write(`lunette: there is no bench "${chosen}"; there are ${names.join(', ')}\n`)
  process.exitCode = 2
} else {
  for (const name of chosen === undefined ? names : [chosen]) {
    const bench = (await import(join(folder, name, 'main.ts'))) as Bench
    process.exitCode = Math.max(Number(process.exitCode ?? 0), await bench.run(args))
  }
}
