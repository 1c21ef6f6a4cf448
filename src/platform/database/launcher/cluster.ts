import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { err, ok, problem, type Result } from '#core/kernel'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import { commandOf, hasEnded, isRunning, markOf, type ProcessMark } from './processes.ts'

const OWNER = 'lunette_owner'
const STOP_TIMEOUT_MS = 20_000
const START_TIMEOUT_MS = 60_000

/** Two cores, some hundred megabytes: enough for the whole of the public feeds. Synchronous commit stays on (law 7). */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '40',
  shared_buffers: `${sharedBuffersMb()}MB`,
  work_mem: '16MB',
  // A batch of findings on its way in: what it takes of disk is written and read again for nothing.
  temp_buffers: '24MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  log_min_messages: 'warning',
  timezone: 'UTC',
}

/**
 * A sixteenth of the memory there is, at least PostgreSQL's own 128 MiB, at most 512: where what is worked on does not fit,
 * whoever only reads must write out first what an import has just changed, and wait for its log.
 */
function sharedBuffersMb(): number {
  // 0 where nothing limits this process, or nothing that is known.
  const memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
  return Math.min(512, Math.max(128, Math.floor(memory / 1024 ** 2 / 16)))
}

/** A running server. */
export interface RunningServer {
  /** Connection string of the owner role. */
  url: string
  port: number
  process: ProcessMark
  /** Resolves when its main process has ended. */
  ended: Promise<void>
}

/** Makes the cluster unless it is there. A half-made one of a crash is thrown away first. */
export async function ensureCluster(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
): Promise<Result<string>> {
  const passwordFile = join(place.folder, 'password')
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return checkVersion(place, binaries, passwordFile)
  const unfinished = `${place.cluster}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const password = randomBytes(24).toString('base64url')
  const handed = join(place.cluster, '..', 'initial-password')
  writeFileSync(handed, password, { mode: 0o600 })
  if (account) chownSync(handed, account.uid, account.gid)
  try {
    const args = [
      '-D',
      unfinished,
      '-U',
      OWNER,
      '--auth=scram-sha-256',
      `--pwfile=${handed}`,
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ]
    await promisify(execFile)(join(binaries.folder, 'initdb'), args, {
      ...account,
      cwd: '/',
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    })
  } catch (cause) {
    return err(problem('initdb-failed', `the database could not be created: ${messageOf(cause)}`, cause))
  } finally {
    rmSync(handed, { force: true })
  }
  writeFileSync(passwordFile, password, { mode: 0o600 })
  renameSync(unfinished, place.cluster)
  return ok(password)
}

function checkVersion(place: Place, binaries: Binaries, passwordFile: string): Result<string> {
  const major = Number(readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8'))
  if (major !== binaries.major) {
    return err(
      problem(
        'other-major-version',
        `the data is of PostgreSQL ${major}, the server is ${binaries.major}: back up with the version that wrote it, then restore here`,
      ),
    )
  }
  return ok(readFileSync(passwordFile, 'utf8'))
}

/** Starts the server on a loopback port (a free one unless told) and waits until it answers. */
export async function startCluster(
  place: Place,
  binaries: Binaries,
  account: Account | undefined,
  password: string,
  samePort?: number,
): Promise<Result<RunningServer>> {
  const port = samePort ?? (await freePort())
  const log = openSync(join(place.folder, 'postgres.log'), 'a', 0o600)
  const args = [
    '-D',
    place.cluster,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
  // A group of its own: Ctrl-C in the terminal must reach us first, so that work is finished before the database stops.
  const child = spawn(join(binaries.folder, 'postgres'), args, {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
  })
  closeSync(log)
  let exited = false
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      exited = true
      resolve()
    }
    child.once('exit', end)
    child.once('error', end)
  })
  child.unref()
  const url = `postgres://${OWNER}:${password}@127.0.0.1:${port}/postgres`
  const ready = await answers(url, () => exited)
  if (!ready || child.pid === undefined)
    return err(problem('start-failed', `the database did not start; its last words: ${lastWords(place)}`))
  return ok({ url, port, process: markOf(child.pid), ended })
}

/** Stops a server, fast and clean; kills it only when it does not end. */
export async function stopServer(mark: ProcessMark, place: Place, binaries: Binaries): Promise<void> {
  // Windows has no signals: there PostgreSQL's own tool speaks to the server, and a signal of ours would be a crash.
  if (process.platform === 'win32') await stopByTool(place, binaries)
  else signal(mark.pid, 'SIGINT')
  if (await hasEnded(mark, STOP_TIMEOUT_MS)) return
  signal(mark.pid, 'SIGQUIT')
  if (await hasEnded(mark, STOP_TIMEOUT_MS)) return
  signal(mark.pid, 'SIGKILL')
  await hasEnded(mark, STOP_TIMEOUT_MS)
}

async function stopByTool(place: Place, binaries: Binaries): Promise<void> {
  const args = ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', String(STOP_TIMEOUT_MS / 1_000)]
  try {
    await promisify(execFile)(join(binaries.folder, 'pg_ctl'), args, { cwd: '/' })
  } catch {
    // It had ended already, or it does not end: the caller looks.
  }
}

/**
 * After a crash: stops a server that outlived its owner and removes the pid file of one that did not. Where the platform
 * does not tell what the noted process is, the file stays and PostgreSQL judges it.
 */
export async function clearRemains(place: Place, binaries: Binaries): Promise<void> {
  const pidFile = join(place.cluster, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  const remains = judgeRemains(isRunning({ pid }), () => commandOf(pid), place.cluster)
  if (remains === 'unknown') return
  if (remains === 'server') await stopServer(markOf(pid), place, binaries)
  rmSync(pidFile, { force: true })
}

/** What the process noted in a pid file is: our server, nothing any more (or a stranger with its number), or untold. */
export function judgeRemains(
  runs: boolean,
  command: () => string | undefined,
  cluster: string,
): 'server' | 'gone' | 'unknown' {
  if (!runs) return 'gone'
  const words = command()
  if (words === undefined) return 'unknown'
  return words.includes(cluster) ? 'server' : 'gone'
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in the meantime.
  }
}

async function answers(url: string, hasExited: () => boolean): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (!hasExited() && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
  }
  return false
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const LAST_WORDS = 600

function lastWords(place: Place): string {
  const path = join(place.folder, 'postgres.log')
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-LAST_WORDS).trim() : '(nothing)'
}

function messageOf(cause: unknown): string {
  const { stderr, message } = cause as { stderr?: string; message?: string }
  return (stderr || message || String(cause)).slice(-LAST_WORDS)
}
