import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { err, ok, problem, type Result } from '#core/kernel'

/** The claim on a data folder; `release` gives it up. */
export interface Ownership {
  release(): void
}

/** A command that only looks whether there is an owner holds the lock for a moment; nobody else lets go within this. */
const PATIENCE_MS = 500
const SQLITE_BUSY = 5

/** What nothing refers to is collected, and a collected lock is open: claims are held here until they are given up. */
const held = new Set<DatabaseSync>()

/**
 * One owner per data folder. The claim is a lock of the operating system, taken through SQLite because Node has no
 * `flock`: two starters can never both get it, and it ends with its process, however that ends, on every platform.
 */
export function claim(folder: string): Result<Ownership> {
  let lock: DatabaseSync | undefined
  try {
    lock = lockOf(folder, 'begin exclusive', PATIENCE_MS)
    if (!lock) return err(inUse(folder))
    // Told to people only, for the lock is what counts; but who may not write here has no true lock either.
    writeFileSync(ownerPath(folder), JSON.stringify({ pid: process.pid }), { mode: 0o600 })
    held.add(lock)
    return ok(ownershipOf(folder, lock))
  } catch (cause) {
    lock?.close()
    return err(closed(folder, cause))
  }
}

function ownershipOf(folder: string, lock: DatabaseSync): Ownership {
  return {
    release() {
      if (!held.delete(lock)) return
      rmSync(ownerPath(folder), { force: true })
      lock.close()
    },
  }
}

/** True while a process owns this data folder. */
export function isOwned(folder: string): boolean {
  const lock = lockOf(folder, 'begin; select count(*) from sqlite_master', 0)
  lock?.close()
  return lock === undefined
}

/** The process that owns a data folder, as far as it is known. */
export function ownerOf(folder: string): number | undefined {
  try {
    return (JSON.parse(readFileSync(ownerPath(folder), 'utf8')) as { pid: number }).pid
  } catch {
    return undefined
  }
}

function lockOf(folder: string, statement: string, timeout: number): DatabaseSync | undefined {
  const lock = new DatabaseSync(join(folder, 'owner.lock'), { timeout })
  try {
    lock.exec(statement)
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined
    throw error
  }
}

function ownerPath(folder: string): string {
  return join(folder, 'owner.json')
}

function closed(folder: string, cause: unknown) {
  return problem(
    'data-folder-closed',
    `${folder} cannot be locked (${(cause as Error).message}): run this as the user who made it, or choose another folder with --data-dir`,
    cause,
  )
}

function inUse(folder: string) {
  return problem(
    'data-folder-in-use',
    `${folder} is in use by process ${ownerOf(folder) ?? 'unknown'}: stop that one first, or choose another folder with --data-dir`,
  )
}
