import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { err, ok, problem, type Result } from '#core/kernel'
import type { ImportedFile, ImporterKind, ImportLimits } from '../contract.ts'
import { importFile } from '../import-file.ts'
import { candidateOf, isSuperseded } from './candidates.ts'

export interface WalkOptions {
  /** Which kinds of file are read; all by default. `['package-database']` looks only where a root keeps them. */
  kinds?: readonly ImporterKind[]
  /** Folder below the root to begin in. */
  start?: string
  /** Folders below the root that are entered at most. */
  maxDepth?: number
  /** Directory entries that are looked at, at most. */
  maxEntries?: number
  /** Files that are read, at most. */
  maxFiles?: number
  limits?: Partial<ImportLimits>
  /** Told of each file that is read next, with how many were. */
  onFile?: (path: string, read: number) => void
  /** Ends the walk early with what was found. */
  signal?: AbortSignal
}

/** What a walk found: every file read, every file refused or not looked at with the reason, and how far it went. */
export interface FolderWalk {
  root: string
  imports: ImportedFile[]
  refused: { path: string; code: string; reason: string }[]
  entries: number
  symlinks: number
}

const defaults = { maxDepth: 24, maxEntries: 500_000, maxFiles: 10_000 }

/** Folders that hold no inventory of their own, or another system's view. */
const skipped = new Set(['.git', '.hg', '.svn', '.jj', 'proc', 'sys', 'dev', 'lost+found'])

/**
 * Finds and reads everything the importers know below a folder. Symbolic links are not followed, so that none can lead
 * in a circle or out of the root. Inside `node_modules` only npm's hidden lockfile is read.
 */
export async function walkFolder(root: string, options: WalkOptions = {}): Promise<Result<FolderWalk>> {
  const found = await stat(root).catch((cause: unknown) => cause)
  if (found instanceof Error) return err(problem('unreadable', `${root} cannot be read: ${found.message}`, found))
  const walk: FolderWalk = { root, imports: [], refused: [], entries: 0, symlinks: 0 }
  const bounds = { ...defaults, ...options }
  const open: { folder: string; depth: number }[] = [{ folder: options.start ?? '', depth: 0 }]
  for (let next = open.pop(); next && !options.signal?.aborted; next = open.pop()) {
    if (walk.entries >= bounds.maxEntries) {
      refuse(
        walk,
        next.folder,
        'too-many-entries',
        `more than ${bounds.maxEntries} entries: the rest was not looked at`,
      )
      break
    }
    const entries = await list(walk, next.folder)
    const folders = await readFiles(walk, next.folder, entries, bounds)
    for (const name of folders.reverse()) {
      const folder = join(next.folder, name)
      if (next.depth >= bounds.maxDepth) refuse(walk, folder, 'too-deep', `deeper than ${bounds.maxDepth} folders`)
      else open.push({ folder, depth: next.depth + 1 })
    }
  }
  return ok(walk)
}

function refuse(walk: FolderWalk, path: string, code: string, reason: string): void {
  walk.refused.push({ path: path || '.', code, reason })
}

async function list(walk: FolderWalk, folder: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(walk.root, folder), { withFileTypes: true })
    walk.entries += entries.length
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    refuse(walk, folder, 'unreadable', cause instanceof Error ? cause.message : 'the folder cannot be listed')
    return []
  }
}

/** Reads a folder's files that an importer takes, and returns the names of the folders to enter. */
async function readFiles(
  walk: FolderWalk,
  folder: string,
  entries: readonly Dirent[],
  bounds: typeof defaults & WalkOptions,
): Promise<string[]> {
  const folders: string[] = []
  const inModules = basename(folder) === 'node_modules'
  for (const entry of entries) {
    if (entry.isSymbolicLink()) walk.symlinks++
    else if (entry.isDirectory()) {
      if (!inModules && !skipped.has(entry.name)) folders.push(entry.name)
    } else if (entry.isFile()) await readCandidate(walk, join(folder, entry.name), bounds)
  }
  return folders
}

async function readCandidate(walk: FolderWalk, path: string, bounds: typeof defaults & WalkOptions): Promise<void> {
  const candidate = candidateOf(path, bounds.kinds)
  if (!candidate || (await isSuperseded(walk.root, path, candidate))) return
  if (walk.imports.length >= bounds.maxFiles) {
    refuse(walk, path, 'too-many-files', `more than ${bounds.maxFiles} files`)
    return
  }
  bounds.onFile?.(path, walk.imports.length + walk.refused.length)
  const imported = await importFile(join(walk.root, path), {
    path,
    likely: candidate,
    ...(bounds.limits ? { limits: bounds.limits } : {}),
  })
  if (imported.ok) walk.imports.push(imported.value)
  else refuse(walk, path, imported.error.code, imported.error.message)
}
