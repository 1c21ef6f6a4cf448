import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const note = z.object({ pid: z.number().int().positive(), origin: z.url(), listens: z.url() })

/** A server that runs on a data folder. */
export interface RunningServer {
  pid: number
  /** The address people use. */
  origin: string
  /** The address it listens on, as this machine reaches it. */
  listens: string
}

/** Notes where the server of a data folder answers; returns what takes the note away. */
export function noteServer(dataDir: string, server: Omit<RunningServer, 'pid'>): () => void {
  const path = notePath(dataDir)
  writeFileSync(path, JSON.stringify({ pid: process.pid, ...server }), { mode: 0o600 })
  return () => rmSync(path, { force: true })
}

/** The server that noted itself in a data folder; `undefined` when its process is gone or there never was one. */
export function runningServer(dataDir: string): RunningServer | undefined {
  try {
    const noted = note.parse(JSON.parse(readFileSync(notePath(dataDir), 'utf8')))
    return isAlive(noted.pid) ? noted : undefined
  } catch {
    return undefined
  }
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
