import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** The name of this process as a worker: it says where to look for it, and is nobody else's. */
export function workerName(): string {
  return [hostname(), process.pid, randomUUID(), processSpace()].join(':')
}

/** True where a worker was a process of this machine that is certain not to be there any more; false where nobody can tell. */
export function isGone(name: string): boolean {
  const [pid = '', , space] = name.slice(hostname().length + 1).split(':')
  const isOfHere = name.startsWith(`${hostname()}:`) && space !== undefined && space !== '' && space === processSpace()
  if (!isOfHere || !/^\d+$/.test(pid)) return false
  // Another process has its number by now where this one has.
  return Number(pid) === process.pid || !isAlive(Number(pid))
}

/** Where process numbers mean the same: a container has its own. Empty where the platform does not say. */
function processSpace(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot}/${/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''}`
  } catch {
    return ''
  }
}

/** A process that has ended and that nobody has asked for yet (`Z`) does nothing more. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2))
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}
