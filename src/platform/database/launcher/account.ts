import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, parse } from 'node:path'

/** The user the server runs as; `undefined`: the one we are. */
export interface Account {
  uid: number
  gid: number
}

const NOBODY = 65_534

/** PostgreSQL refuses to run as root: there it runs as `postgres` where that user exists, else as `nobody`. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  return accountNamed('postgres') ?? accountNamed('nobody') ?? { uid: NOBODY, gid: NOBODY }
}

/** The user a cluster belongs to: PostgreSQL starts for no other. As root that may be one who made it without being root. */
export function accountOf(cluster: string, otherwise: Account | undefined): Account | undefined {
  const found = process.getuid?.() === 0 ? statSync(cluster, { throwIfNoEntry: false }) : undefined
  return found && found.uid !== 0 ? { uid: found.uid, gid: found.gid } : otherwise
}

function accountNamed(name: string): Account | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString()),
    )
    return uid && gid ? { uid, gid } : undefined
  } catch {
    return undefined
  }
}

/** True when `account` may enter every folder above `path` (and `path` itself when it is one). */
export function canEnter(path: string, account: Account | undefined): boolean {
  if (!account) return true
  for (let folder = path; ; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false })
    if (found?.isDirectory()) {
      const bit = found.uid === account.uid ? 0o100 : found.gid === account.gid ? 0o010 : 0o001
      if ((found.mode & bit) === 0) return false
    }
    if (folder === parse(folder).root) return true
  }
}
