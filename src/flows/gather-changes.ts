import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { defaultFeedLimits, type FeedFile, type OfficialFile } from '#intake/feeds'
import { type DownloadOptions, download, type ServicePort, type Validators } from '#platform/http'

/** More changed records than this are had faster as the whole archive. */
const MOST_RECORDS = 1_000
const AT_ONCE = 8
const MAX_LIST_BYTES = 256 * 1024 ** 2

/** What is remembered of an archive's list of changes. */
export interface ChangePosition {
  /** The newest modification that was read, as the list writes it. */
  newest: string
  validators?: Validators | undefined
}

export interface ChangeSource {
  port: ServicePort
  /** Where the feed's files are kept. */
  folder: string
  options: Pick<DownloadOptions, 'signal' | 'wait'>
}

/** `whole`: take the archive; the position to remember with it. `some`: these records. `none`: nothing changed. */
export type FoundChanges =
  | { kind: 'whole'; position?: ChangePosition }
  | { kind: 'some'; file: FeedFile; position: ChangePosition; problems: Problem[] }
  | { kind: 'none'; position: ChangePosition }

/**
 * Finds out what changed in an archive from the list beside it (`modified,id` lines, newest first; OSV's
 * `modified_id.csv`), and fetches those records one by one. The position moves only when every one of them was had.
 */
export async function gatherChanges(
  archive: OfficialFile,
  listName: string,
  held: ChangePosition | undefined,
  source: ChangeSource,
): Promise<FoundChanges> {
  const listed = await fetchList(archive, listName, held, source)
  if (!listed.ok) return { kind: 'whole' }
  if (listed.value === 'unchanged') return held ? { kind: 'none', position: held } : { kind: 'whole' }
  const { newest, ids, validators } = await readList(listed.value.path, held?.newest, listed.value.validators)
  if (newest === undefined) return { kind: 'whole' }
  const position: ChangePosition = { newest, validators }
  if (ids === undefined) return { kind: 'whole', position }
  if (ids.length === 0) return { kind: 'none', position }
  const name = archive.name.replace(/[^/]*$/, 'changes')
  const file = { name, path: join(source.folder, name) }
  const problems = await fetchRecords(archive, ids, file.path, source)
  return { kind: 'some', file, problems, position: problems.length === 0 || !held ? position : held }
}

type List = 'unchanged' | { path: string; validators: Validators | undefined }

async function fetchList(
  archive: OfficialFile,
  listName: string,
  held: ChangePosition | undefined,
  { port, folder, options }: ChangeSource,
): Promise<Result<List>> {
  const to = join(folder, archive.name.replace(/[^/]*$/, listName))
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const validators = held?.validators
  const fetched = await download(port, beside(archive.url, listName), {
    ...options,
    to,
    validators,
    maxBytes: MAX_LIST_BYTES,
  })
  if (!fetched.ok) return fetched
  if (fetched.value.status === 'missing') return err(problem('no-list', `${listName} is not there`))
  if (fetched.value.status === 'unchanged') return ok('unchanged')
  return ok({ path: to, validators: fetched.value.validators })
}

interface ReadList {
  newest?: string
  /** Ids modified after the held position; `undefined` when they are too many or cannot be told. */
  ids?: string[]
  validators?: Validators | undefined
}

async function readList(
  path: string,
  since: string | undefined,
  validators: Validators | undefined,
): Promise<ReadList> {
  const found: ReadList = { validators }
  const ids: string[] = []
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  try {
    for await (const line of lines) {
      const [, modified, id] = /^([\dT:.Z+-]{10,40}),(?:[^,]*\/)?([^,/]{1,200})$/.exec(line.trim()) ?? []
      if (modified === undefined || id === undefined) continue
      found.newest ??= modified
      if (since === undefined) return found
      if (modified <= since) return { ...found, ids }
      if (ids.length === MOST_RECORDS) return found
      ids.push(id)
    }
    return found
  } finally {
    lines.close()
  }
}

/** Fetches each record into a folder of its own; returns what could not be had. */
async function fetchRecords(
  archive: OfficialFile,
  ids: readonly string[],
  folder: string,
  { port, options }: ChangeSource,
): Promise<Problem[]> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const waiting = [...ids]
  const problems: Problem[] = []
  const fetchNext = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const name = `${encodeURIComponent(id)}.json`
      const to = join(folder, name)
      const fetched = await download(port, beside(archive.url, name), {
        ...options,
        to,
        maxBytes: defaultFeedLimits.recordBytes,
      })
      if (!fetched.ok) problems.push(fetched.error)
      else if (fetched.value.status === 'missing')
        problems.push(problem('not-fetched', `${id} is listed and not there`))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext))
  return problems
}

/** The address of a file in the same directory. */
function beside(url: string, name: string): string {
  return url.replace(/[^/]*$/, name)
}
