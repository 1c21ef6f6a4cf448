import { readdirSync, readFileSync } from 'node:fs'

/** Seconds of the processor, user and system, up to now. */
interface Spent {
  own: number
  database: number
}

/** The kernel counts in hundredths on every platform that has `/proc`. */
const TICKS_A_SECOND = 100

interface ProcessTimes {
  pid: number
  parent: number
  /** With those of its children that ended. */
  seconds: number
}

/** What a process with its children took but for PostgreSQL, and what PostgreSQL took (proc_pid_stat(5)). */
export function processorSeconds(pid: number, postmaster: number): Spent {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (timesOf(name) ?? []) : []))
  return { own: treeOf(pid, postmaster, all), database: treeOf(postmaster, undefined, all) }
}

function treeOf(pid: number, without: number | undefined, all: readonly ProcessTimes[]): number {
  let total = 0
  for (const one of all) {
    if (one.pid === pid) total += one.seconds
    else if (one.parent === pid && one.pid !== without) total += treeOf(one.pid, without, all)
  }
  return total
}

function timesOf(name: string): ProcessTimes | undefined {
  try {
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
    const [parent = 0, ...times] = [4, 14, 15, 16, 17].map((number) => Number(fields[number - 3]))
    return { pid: Number(name), parent, seconds: times.reduce((sum, one) => sum + one, 0) / TICKS_A_SECOND }
  } catch {
    // It has just ended.
    return undefined
  }
}
