import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process by id and start, so that a reused id is not taken for the one that wrote it down. */
export interface ProcessMark {
  pid: number
  /** When it started, in the platform's own words; absent where the platform does not tell. */
  started?: string
}

/** What a platform tells of a process. */
export interface ProcessStatus {
  /** `Z` and `X`: it has ended and only its parent has not noticed. */
  state: string
  started: string
}

/** The mark of a running process. */
export function markOf(pid: number): ProcessMark {
  const started = statusOf(pid)?.started
  return started === undefined ? { pid } : { pid, started }
}

/** True when this very process still runs. A killed one can stay a zombie for a while: that counts as ended. */
export function isRunning(mark: ProcessMark): boolean {
  if (!Number.isInteger(mark.pid) || mark.pid < 1) return false
  try {
    process.kill(mark.pid, 0)
  } catch (error) {
    // Any other refusal (EPERM) means that there is a process, of somebody else.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const status = statusOf(mark.pid)
  // It ended this moment, or (Windows) nobody tells: then the id has to do.
  if (status === undefined) return process.platform === 'win32'
  if (status.state.startsWith('Z') || status.state.startsWith('X')) return false
  return mark.started === undefined || mark.started === status.started
}

/** The command line of a process where the platform tells; used to be sure before a signal is sent. */
export function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') return readProc(pid, 'cmdline')?.replaceAll('\0', ' ')
  return process.platform === 'win32' ? undefined : askPs(pid, 'command=')
}

/** Waits until the process has ended; false when it outlives `timeoutMs`. */
export async function hasEnded(mark: ProcessMark, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isRunning(mark)) {
    if (Date.now() > deadline) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}

function statusOf(pid: number): ProcessStatus | undefined {
  if (process.platform === 'win32') return undefined
  if (process.platform !== 'linux') return parsePs(askPs(pid, 'state=,lstart='))
  return parseStat(readProc(pid, 'stat'))
}

/** Fields 3 and 22 of /proc/<pid>/stat (proc(5)); the name in field 2 may hold spaces and parentheses. */
export function parseStat(stat: string | undefined): ProcessStatus | undefined {
  if (!stat) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', started: fields[19] ?? '' }
}

/** `ps -o state=,lstart=` of macOS and the BSDs: `Ss   Mon Nov 23 12:03:11 2026`. */
export function parsePs(line: string | undefined): ProcessStatus | undefined {
  const [, state, started] = /^\s*(\S+)\s+(\S.*?)\s*$/.exec(line ?? '') ?? []
  return state && started ? { state, started } : undefined
}

function readProc(pid: number, file: 'stat' | 'cmdline'): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return undefined
  }
}

function askPs(pid: number, columns: string): string | undefined {
  try {
    const env = { ...process.env, LC_ALL: 'C' }
    const answer = execFileSync('ps', ['-p', String(pid), '-o', columns], { stdio: ['ignore', 'pipe', 'ignore'], env })
    return answer.toString().trim() || undefined
  } catch {
    return undefined
  }
}
