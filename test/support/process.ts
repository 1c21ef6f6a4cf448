import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

export interface Running {
  child: ChildProcess
  /** Resolves with the exit code; `null` when it was killed. */
  ended: Promise<number | null>
  output(): string
}

/** Starts the command line in its own process, to be killed at will. */
export function startLunette(args: readonly string[], env: Record<string, string>): Running {
  const { DATABASE_URL: _database, ...environment } = process.env
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'bin/lunette.mjs'), ...args],
    {
      cwd: root,
      env: { ...environment, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, ended, output: () => text }
}

/** The process id of a data folder's PostgreSQL, while it runs. */
export function postgresOf(dataDir: string): number | undefined {
  for (const path of [join(dataDir, 'postgres/server/cluster/postmaster.pid')]) {
    try {
      return Number(readFileSync(path, 'utf8').split('\n')[0])
    } catch {
      // Not started yet, or already stopped.
    }
  }
  return undefined
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Asks until the answer is there; throws after `timeoutMs`. */
export async function until<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  timeoutMs: number,
  what: string,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs} ms`)
    await pause(50)
  }
}
