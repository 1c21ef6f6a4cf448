import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Account, canEnter } from './account.ts'

/** Folders of one embedded server. */
export interface Place {
  /** Ours: claim, connection, password, log. */
  folder: string
  /** The cluster, owned by the server's user. */
  cluster: string
}

/** For data folders whose parents the server's user may not enter, such as root's home. */
const SHARED_BASE = '/var/lib/lunette'
const OWNER_NOTE = 'data-folder'

/** Makes the folders: the cluster beside the data where the server's user can reach it, else under a shared base. */
export function makePlace(dataDir: string, account: Account | undefined): Place {
  const folder = join(resolve(dataDir), 'postgres')
  mkdirSync(folder, { recursive: true })
  const home = canEnter(folder, account) ? join(folder, 'server') : homeElsewhere(resolve(dataDir), folder)
  mkdirSync(home, { recursive: true })
  if (account && !existsSync(join(home, 'cluster'))) chownSync(home, account.uid, account.gid)
  return { folder, cluster: join(home, 'cluster') }
}

/** The data folder remembers where its cluster is; one whose data folder was removed goes with the next start in its place. */
function homeElsewhere(dataDir: string, folder: string): string {
  const note = join(folder, 'elsewhere')
  if (existsSync(note)) return readFileSync(note, 'utf8')
  mkdirSync(SHARED_BASE, { recursive: true })
  chmodSync(SHARED_BASE, 0o711)
  for (const name of readdirSync(SHARED_BASE)) removeIfLeftBehind(join(SHARED_BASE, name), dataDir)
  const outer = join(SHARED_BASE, randomBytes(12).toString('hex'))
  mkdirSync(outer, { mode: 0o711 })
  writeFileSync(join(outer, OWNER_NOTE), dataDir)
  const home = join(outer, 'server')
  writeFileSync(note, home)
  return home
}

function removeIfLeftBehind(outer: string, dataDir: string): void {
  const note = join(outer, OWNER_NOTE)
  if (existsSync(note) && readFileSync(note, 'utf8') === dataDir) rmSync(outer, { recursive: true, force: true })
}
