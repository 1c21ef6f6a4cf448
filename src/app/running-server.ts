import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** The settings by which findings are decided, beside the knowledge. */
export interface DecidingSettings {
  table: string
  dial: 'precise' | 'comprehensive'
  maxKnowledgeAgeDays?: number | undefined
}

/** A server that runs on a data folder. */
export interface RunningServer {
  pid: number
  /** The address people use. */
  origin: string
  /** The address it listens on, as this machine reaches it. */
  listens: string
  /** What decides there; a server of an earlier version did not note it. */
  decides?: DecidingSettings | undefined
}

/** Notes where the server of a data folder answers and by what it decides; returns what takes the note away. */
export function noteServer(dataDir: string, server: Omit<RunningServer, 'pid'>): () => void {
  const path = notePath(dataDir)
  writeFileSync(path, JSON.stringify({ pid: process.pid, ...server }), { mode: 0o600 })
  return () => rmSync(path, { force: true })
}

/** A setting's table as others find it: they may run in another folder than the server. */
export function foundTable(table: string): string {
  return /\.json$/i.test(table) ? resolve(table) : table
}

/** The server that noted itself in a data folder; `undefined` when its process is gone or there never was one. */
export function runningServer(dataDir: string): RunningServer | undefined {
  try {
    const noted = noteOf(JSON.parse(readFileSync(notePath(dataDir), 'utf8')) as Partial<RunningServer>)
    return noted && isAlive(noted.pid) ? noted : undefined
  } catch {
    return undefined
  }
}

/** Read without a schema: loading one takes longer than a small scan, which asks for the note, too. */
function noteOf({ pid, origin, listens, decides }: Partial<RunningServer>): RunningServer | undefined {
  if (!Number.isSafeInteger(pid) || pid! <= 0 || !URL.canParse(`${origin}`) || !URL.canParse(`${listens}`))
    return undefined
  return { pid: pid!, origin: origin!, listens: listens!, decides: isDeciding(decides) ? decides : undefined }
}

function isDeciding(said: Partial<DecidingSettings> | undefined): said is DecidingSettings {
  const { table, dial, maxKnowledgeAgeDays: days } = said ?? {}
  if (days !== undefined && !Number.isSafeInteger(days)) return false
  return typeof table === 'string' && (dial === 'precise' || dial === 'comprehensive')
}

/** The address of a listening server as this machine reaches it: all addresses stand for the loopback one. */
export function listensAt(host: string, port: number): string {
  const reached = { '0.0.0.0': '127.0.0.1', '::': '[::1]', '::1': '[::1]' }[host] ?? host
  return `http://${reached}:${port}`
}

const PATIENCE_MS = 3_000

/** True when it answers, whatever it says. */
export async function answers({ listens }: RunningServer): Promise<boolean> {
  try {
    const response = await fetch(new URL('/api/openapi.json', listens), { signal: AbortSignal.timeout(PATIENCE_MS) })
    await response.body?.cancel()
    return true
  } catch {
    return false
  }
}

/** A process of another user cannot be asked, but is there. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function notePath(dataDir: string): string {
  return join(dataDir, 'server.json')
}
