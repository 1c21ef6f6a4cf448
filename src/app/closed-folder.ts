import { statSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { type Problem, problem } from '#core/kernel'

/** A data folder that cannot be written: what is in the way, and what helps against that. */
export interface ClosedFolder {
  found: string
  mend: string
}

const elsewhere = 'choose another folder with --data-dir or LUNETTE_DATA_DIR'

/** What a refusal of the system says of a data folder; `undefined` when `cause` is none, or is about something else. */
export function closedFolder(
  folder: string,
  cause: unknown,
  user: number | undefined = process.getuid?.(),
): ClosedFolder | undefined {
  const { code = '', path } = cause as NodeJS.ErrnoException
  if (path === undefined || relative(folder, path).startsWith('..')) return undefined
  if (code === 'EROFS') return { found: `${folder} is on a read-only file system`, mend: elsewhere }
  if (code === 'ENOTDIR' || (code === 'EEXIST' && path === folder))
    return { found: `${folder} is no folder: a file lies there`, mend: elsewhere }
  if (code !== 'EACCES' && code !== 'EPERM') return undefined
  const place = nearest(path)
  const owner = statSync(place, { throwIfNoEntry: false })?.uid
  const found = `${place} may not be written or read by this user`
  if (owner === undefined || owner === user) return { found, mend: `chmod u+rwX ${place}, or ${elsewhere}` }
  const name = owner === 0 ? 'root' : `user ${owner}`
  return { found: `${found}: it belongs to ${name}`, mend: `run this as ${name}, or ${elsewhere}` }
}

/** The same as a command's problem, `data-folder-closed`. */
export function closedFolderProblem(folder: string, cause: unknown): Problem | undefined {
  const closed = closedFolder(folder, cause)
  return closed && problem('data-folder-closed', `${closed.found}; ${closed.mend}`, cause)
}

/** The path itself, or the lowest folder above it that is there. */
function nearest(path: string): string {
  for (let place = path; ; place = dirname(place)) {
    try {
      if (statSync(place, { throwIfNoEntry: false }) || place === dirname(place)) return place
    } catch {
      // What cannot be looked at lies in what is closed.
    }
  }
}
