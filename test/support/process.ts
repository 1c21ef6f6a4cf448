import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRunning } from '../../src/platform/database/launcher/processes.ts'

const root = join(import.meta.dirname, '../..')

export interface Running {
  child: ChildProcess
  /** Milliseconds since 1970. */
  startedAt: number
  /** Resolves with the exit code; `null` when it was killed. */
  ended: Promise<number | null>
  output(): string
}

const started = new Set<Running>()

/** Ends what a test started and has not ended, however the test came out. */
export async function killStarted(): Promise<void> {
  for (const run of started) {
    run.child.kill('SIGKILL')
    await run.ended
  }
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
  const run: Running = { child, startedAt: Date.now(), ended, output: () => text }
  started.add(run)
  void ended.then(() => started.delete(run))
  return run
}

/** The pid file of a data folder's PostgreSQL, wherever the launcher had to place the cluster. */
export function pidFileOf(dataDir: string): string {
  const note = join(dataDir, 'postgres/elsewhere')
  const home = existsSync(note) ? readFileSync(note, 'utf8') : join(dataDir, 'postgres/server')
  return join(home, 'cluster/postmaster.pid')
}

/** The process id of a data folder's PostgreSQL, while it runs; `undefined` also for a file that a killed one left. */
export function postgresOf(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(pidFileOf(dataDir), 'utf8').split('\n')[0])
    return pid > 1 && isRunning({ pid }) ? pid : undefined
  } catch {
    // Not started yet, or already stopped.
    return undefined
  }
}

/** The processes that serve clients of a PostgreSQL server, newest first. */
export function backendsOf(postmaster: number): number[] {
  // `ps` answers 1, with no output, when the server has no child: it is just starting or ending.
  const listed = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(postmaster)], { encoding: 'utf8' })
  if (listed.error) throw listed.error
  return listed.stdout
    .split('\n')
    .filter((line) => /postgres: lunette\S* \S+ 127\.0\.0\.1/.test(line))
    .map((line) => Number(line.trim().split(/\s+/)[0]))
    .reverse()
}

/** The processes that do a server's long work, of one lane where given. */
export function workersOf(server: number, lane = ''): number[] {
  const listed = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().split('\n')
  return listed
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, ...args]) => {
      const script = args.findIndex((arg) => arg.endsWith('worker/child.ts'))
      return Number(parent) === server && script >= 0 && args[script + 1]?.startsWith(lane)
    })
    .map(([pid]) => Number(pid))
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
