import { statSync } from 'node:fs'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { type ChangeList, defaultFeedLimits, type FeedFile, type OfficialFile } from '#intake/feeds'
import { type DownloadOptions, download, type ServicePort, type Validators } from '#platform/http'

/** More changed records than this are had faster as the whole archive, */
const MOST_RECORDS = 1_000
/** and so is more than this share of it, unless they are few: then its size is of no weight. */
const MOST_SHARE = 0.1
const FEW_RECORDS = 20
/** Of an archive of unknown but great size: a busy day of the CVE program has some thousands. */
const MOST_OF_MANY = 5_000
const AT_ONCE = 8
const MAX_LIST_BYTES = 256 * 1024 ** 2

/** A listed record that could not be had is asked for again in so many runs; then its next modification is waited for. */
const MOST_TRIES = 5

/** What is remembered of an archive's list of changes. */
export interface ChangePosition {
  /** The newest modification that was read, as the list writes it. */
  newest: string
  /** Records of that very moment: others may get the same time later. */
  ties?: string[] | undefined
  /** Records that were listed and could not be had, with how often they were asked for. */
  owed?: Record<string, number> | undefined
  validators?: Validators | undefined
}

export interface ChangeSource {
  port: ServicePort
  /** Where the feed's files are kept. */
  folder: string
  options: Pick<DownloadOptions, 'signal' | 'wait'>
  /** Told while records are fetched one by one. */
  onRecord?: ((done: number, of: number) => void) | undefined
}

/** `whole`: take the archive; the position to remember with it. `some`: these records, where any could be had. `none`: nothing changed. */
export type FoundChanges =
  | { kind: 'whole'; position?: ChangePosition }
  | { kind: 'some'; file?: FeedFile; position: ChangePosition; problems: Problem[] }
  | { kind: 'none'; position: ChangePosition }

/** An archive with its list of changes. */
export interface ChangingArchive {
  archive: OfficialFile
  list: OfficialFile
  changes: ChangeList
}

/**
 * Finds out what changed in an archive from its list of changes, and fetches those records one by one. What could not be
 * had is owed: the next runs ask for it.
 */
export async function gatherChanges(
  { archive, list, changes }: ChangingArchive,
  held: ChangePosition | undefined,
  source: ChangeSource,
): Promise<FoundChanges> {
  const listed = await fetchList(list, held, source)
  if (!listed.ok) return { kind: 'whole' }
  const found = listed.value === 'unchanged' ? held && stillThere(held) : await readList(listed.value, changes, held)
  if (!found) return { kind: 'whole' }
  const { position, ids } = found
  if (ids === undefined) return { kind: 'whole', position }
  const owed = held?.owed ?? {}
  const wanted = [...new Set([...ids, ...Object.keys(owed)])]
  if (wanted.length === 0) return { kind: 'none', position }
  const name = archive.name.replace(/[^/]*$/, 'changes')
  const file: FeedFile = { name, path: join(source.folder, name), some: true }
  const failed = await fetchRecords((id) => changes.recordOf(archive, id), wanted, file.path, source)
  return {
    kind: 'some',
    ...(failed.size < wanted.length && { file }),
    problems: [...failed.values()],
    position: { ...position, owed: owedAfter(owed, failed) },
  }
}

function stillThere(held: ChangePosition): ListedChanges {
  return { position: held, ids: [] }
}

function owedAfter(before: Readonly<Record<string, number>>, failed: ReadonlyMap<string, Problem>) {
  const tries = [...failed.keys()].map((id): [string, number] => [id, (before[id] ?? 0) + 1])
  return Object.fromEntries(tries.filter(([, count]) => count < MOST_TRIES))
}

type List = 'unchanged' | { path: string; validators?: Validators | undefined }

async function fetchList(
  list: OfficialFile,
  held: ChangePosition | undefined,
  { port, folder, options }: ChangeSource,
): Promise<Result<List>> {
  const to = join(folder, list.name)
  await mkdir(dirname(to), { recursive: true, mode: 0o700 })
  const validators = held?.validators
  const fetched = await download(port, list.url, {
    ...options,
    to,
    validators,
    maxBytes: MAX_LIST_BYTES,
  })
  if (!fetched.ok) return fetched
  if (fetched.value.status === 'missing') return err(problem('no-list', `${list.name} is not there`))
  if (fetched.value.status === 'unchanged') return ok('unchanged')
  return ok({ path: to, validators: fetched.value.validators })
}

export interface ListedChanges {
  position: ChangePosition
  /** Ids modified since the held position; `undefined` when they are too many or cannot be told. */
  ids?: string[]
}

/** What a list says has changed since the held position; `undefined` for a list that is damaged or says nothing. */
export async function readList(
  list: Exclude<List, 'unchanged'>,
  changes: ChangeList,
  held: ChangePosition | undefined,
): Promise<ListedChanges | undefined> {
  try {
    return await readEntries(list, changes, held)
  } catch {
    // Whatever is wrong with it, the archive itself is to be had.
    return undefined
  }
}

async function readEntries(
  list: Exclude<List, 'unchanged'>,
  changes: ChangeList,
  held: ChangePosition | undefined,
): Promise<ListedChanges | undefined> {
  const known = new Set(held?.ties)
  const since = held && momentOf(held.newest)
  const most = changes.listsAll ? MOST_RECORDS : MOST_OF_MANY
  const ids: string[] = []
  let position: (ChangePosition & { ties: string[] }) | undefined
  // A list that ends before the held position does not reach back to it.
  let reached = false
  let charactersRead = 0
  let entriesRead = 0
  for await (const { modified, id, characters } of changes.entries(list.path)) {
    charactersRead += characters
    entriesRead++
    const moment = momentOf(modified)
    position ??= { newest: modified, ties: [], validators: list.validators }
    const isNewest = moment === momentOf(position.newest)
    if (isNewest && position.ties.length < most) position.ties.push(id)
    if (since === undefined && isNewest) continue
    reached ||= since !== undefined && (moment < since || (moment === since && known.has(id)))
    if (since === undefined || moment < since || ids.length > most) break
    if (moment > since || !known.has(id)) ids.push(id)
  }
  const all = statSync(list.path).size / Math.max(1, charactersRead / entriesRead)
  return position && { position, ...(reached && ids.length <= (changes.listsAll ? mostOf(all) : most) && { ids }) }
}

/** How many of so many records are fetched one by one. */
function mostOf(records: number): number {
  return Math.min(MOST_RECORDS, Math.max(FEW_RECORDS, records * MOST_SHARE))
}

/** A moment as text that sorts by time, whatever fraction of a second it is told with. */
function momentOf(time: string): string {
  const [, seconds = time, fraction = ''] = /^([^.Z+]*)(?:\.(\d+))?/.exec(time) ?? []
  return `${seconds}.${fraction.padEnd(9, '0')}`
}

/** Fetches each record into a folder of its own; returns which could not be had, and why. */
async function fetchRecords(
  addressOf: (id: string) => string,
  ids: readonly string[],
  folder: string,
  { port, options, onRecord }: ChangeSource,
): Promise<Map<string, Problem>> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const waiting = [...ids]
  const failed = new Map<string, Problem>()
  let done = 0
  const fetchNext = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const name = `${encodeURIComponent(id)}.json`
      const to = join(folder, name)
      const maxBytes = defaultFeedLimits.recordBytes
      const fetched = await download(port, addressOf(id), { ...options, to, maxBytes })
      onRecord?.(++done, ids.length)
      if (!fetched.ok) failed.set(id, fetched.error)
      else if (fetched.value.status === 'missing')
        failed.set(id, problem('not-fetched', `${id} is listed and not there`))
      else if (!(await isJson(to))) {
        await rm(to)
        failed.set(id, problem('not-fetched', `${id} came damaged`))
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, fetchNext))
  return failed
}

async function isJson(path: string): Promise<boolean> {
  try {
    JSON.parse(await readFile(path, 'utf8'))
    return true
  } catch {
    return false
  }
}
