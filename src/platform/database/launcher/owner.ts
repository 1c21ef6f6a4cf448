import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { isRunning, markOf, type ProcessMark } from './processes.ts'

/** The claim on a data folder; `release` gives it up. */
export interface Ownership {
  release(): void
}

/** One owner per data folder: a lock file with the owner's process. A dead owner's claim is taken over. */
export function claim(folder: string): Result<Ownership> {
  const path = join(folder, 'owner.json')
  for (let attempt = 0; attempt < 3; attempt++) {
    if (writeClaim(path)) return ok({ release: () => releaseOwn(path) })
    const owner = readOwner(path)
    if (owner && isRunning(owner)) return err(inUse(folder, owner.pid))
    rmSync(path, { force: true })
  }
  return err(inUse(folder, readOwner(path)?.pid))
}

/** The running owner of a data folder, if any. */
export function runningOwner(folder: string): ProcessMark | undefined {
  const owner = readOwner(join(folder, 'owner.json'))
  return owner && isRunning(owner) ? owner : undefined
}

function writeClaim(path: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600)
    writeSync(file, JSON.stringify(markOf(process.pid)))
    closeSync(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readOwner(path: string): ProcessMark | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessMark
  } catch {
    return undefined
  }
}

function releaseOwn(path: string): void {
  if (readOwner(path)?.pid === process.pid) rmSync(path, { force: true })
}

function inUse(folder: string, pid: number | undefined) {
  return problem(
    'data-folder-in-use',
    `${folder} is in use by process ${pid ?? 'unknown'}: stop that one first, or choose another folder with --data-dir`,
  )
}
