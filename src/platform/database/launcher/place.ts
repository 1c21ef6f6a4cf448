import { chmodSync, chownSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { digestOf } from '#core/kernel'
import { type Account, canEnter } from './account.ts'

/** Folders of one embedded server. */
export interface Place {
  /** Ours: claim, connection, log. */
  folder: string
  /** The cluster, owned by the server's user. */
  cluster: string
}

/** For data folders whose parents the server's user may not enter (root's home, a private temporary folder). */
const SHARED_BASE = '/var/lib/lunette'

/** Makes the folders. Beside the data where the server's user can reach it, else under a shared base by the data folder's digest. */
export function makePlace(dataDir: string, account: Account | undefined): Place {
  const folder = join(resolve(dataDir), 'postgres')
  mkdirSync(folder, { recursive: true })
  const outer = canEnter(folder, account) ? folder : join(SHARED_BASE, digestOf(resolve(dataDir)).slice(0, 16))
  mkdirSync(outer, { recursive: true })
  if (outer !== folder) chmodSync(SHARED_BASE, 0o755)
  const home = join(outer, 'server')
  mkdirSync(home, { recursive: true })
  if (account) chownSync(home, account.uid, account.gid)
  return { folder, cluster: join(home, 'cluster') }
}
