import { readFileSync } from 'node:fs'

/** A process by id and start, so that a reused id is not taken for the one that wrote it down. */
export interface ProcessMark {
  pid: number
  /** Clock ticks since boot at which it started; absent where the platform does not tell. */
  started?: string
}

/** The mark of a running process. */
export function markOf(pid: number): ProcessMark {
  const started = startOf(pid)
  return started === undefined ? { pid } : { pid, started }
}

/** True when this very process still runs. A killed one can stay a zombie for a while: that counts as ended. */
export function isRunning(mark: ProcessMark): boolean {
  try {
    process.kill(mark.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const status = statusOf(mark.pid)
  if (status === undefined) return process.platform !== 'linux'
  if (status.state === 'Z' || status.state === 'X') return false
  return mark.started === undefined || mark.started === status.started
}

/** The command line of a process where the platform tells; used to be sure before a signal is sent. */
export function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return undefined
  }
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

function startOf(pid: number): string | undefined {
  return statusOf(pid)?.started
}

/** Fields 3 and 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and parentheses. */
function statusOf(pid: number): { state: string; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state: fields[0] ?? '', started: fields[19] ?? '' }
  } catch {
    return undefined
  }
}
