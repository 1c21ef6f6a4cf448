import { type Stats, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { err, ok, problem } from '#core/kernel'
import { type ChangeList, type Feed, type FeedFile, feeds, filesOfMirror } from '#intake/feeds'
import { type ChangePosition, readList } from './gather-changes.ts'
import type { RefreshOptions } from './refresh.ts'

/** Takes a feed's files from a mirror folder, as they lie there. Problem `no-mirror`: the folder is not there. */
export function gatherFromFolder(folder: string): RefreshOptions['gather'] {
  const found = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? filesOfMirror(folder, feeds) : undefined
  return async (feed, state) => {
    if (!found)
      return err(problem('no-mirror', `the mirror folder ${folder} does not exist: check the "mirror" setting`))
    const { positions: held = {} } = state as { positions?: Record<string, ArchivePosition> }
    const files: FeedFile[] = []
    const positions: Record<string, ArchivePosition> = {}
    const there = found.get(feed.id) ?? []
    for (const file of there) {
      const changes = await changesOf(file, feed, held[file.name])
      if (changes.position) positions[file.name] = changes.position
      if (changes.file) files.push(changes.file)
    }
    return ok({ files, state: { positions }, nothingNew: there.length > 0 && files.length === 0 })
  }
}

/** What is remembered of an archive with a list of changes beside it. */
interface ArchivePosition extends ChangePosition {
  /** The archive as it lay there then: size and time of its last writing. */
  archive: string
}

interface FolderChanges {
  /** The file to read, or what of it; left out: there is nothing new in it. */
  file?: FeedFile
  position?: ArchivePosition
}

/** Copied by the same run of a mirror's script, though not at the same moment. */
const SAME_COPY_MS = 3_600_000

/**
 * Of an archive that has a list of changes beside it, the records that the list names. The list is believed only when
 * it was copied together with the archive, and a day more is read than it says: neither is fetched at a moment of its own
 * by us, so that the one may be older than the other.
 */
async function changesOf(file: FeedFile, { changes }: Feed, held: ArchivePosition | undefined): Promise<FolderChanges> {
  const list = changes && listBeside(file, changes)
  if (!list) return { file }
  const [copied, listed] = [file.path, list].map((path) => statSync(path, { throwIfNoEntry: false }))
  if (!copied || !listed || Math.abs(copied.mtimeMs - listed.mtimeMs) > SAME_COPY_MS) return { file }
  const archive = markOf(copied)
  const found = await readList({ path: list }, changes, held && dayEarlier(held))
  if (!found) return { file }
  const position = { ...found.position, archive }
  if (held?.archive === archive && held.newest === position.newest) return { position }
  if (!found.ids || held?.newest === position.newest) return { file, position }
  const only = new Set(found.ids.map((id) => `${id}.json`))
  return { file: { ...file, only, some: true }, position }
}

/** Where the list of an archive lies in the folder. */
function listBeside({ name, path }: FeedFile, changes: ChangeList): string | undefined {
  const list = changes.listOf({ name, url: '' })
  return list && join(dirname(path), relative(dirname(name), list.name))
}

function markOf({ size, mtimeMs }: Stats): string {
  return `${size} ${mtimeMs}`
}

const DAY_MS = 86_400_000

function dayEarlier({ newest }: ChangePosition): ChangePosition | undefined {
  const moment = Date.parse(newest)
  return Number.isNaN(moment) ? undefined : { newest: new Date(moment - DAY_MS).toISOString() }
}
