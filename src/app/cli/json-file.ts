import { readFile, stat } from 'node:fs/promises'
import { err, ok, problem, type Result } from '#core/kernel'

const MOST_BYTES = 64 * 1024 ** 2

/** A JSON document that was named on the command line, at most 64 MiB of it. */
export async function readJsonFile(path: string): Promise<Result<unknown>> {
  try {
    if ((await stat(path)).size > MOST_BYTES) return err(problem('too-large', `${path} is larger than 64 MiB`))
    return ok(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    return err(problem('unreadable', `${path} cannot be read as JSON: ${(cause as Error).message}`, cause))
  }
}
