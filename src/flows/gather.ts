import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Clock, type Day, dayOf, err, ok, type Problem, problem, type Result } from '#core/kernel'
import { defaultFeedLimits, type Feed, type FeedFile, feeds, type OfficialFile, pathsOfFeed } from '#intake/feeds'
import { download, type ServicePort, type Validators } from '#platform/http'
import { type ChangePosition, type ChangingArchive, gatherChanges } from './gather-changes.ts'
import type { FetchProgress, Gathered, RefreshOptions } from './refresh.ts'

export interface HttpSource {
  port: ServicePort
  /** Base address of an HTTP mirror; without one the official sources are asked. */
  mirror?: string | undefined
  /** Where fetched files are kept, a folder per feed. */
  folder: string
  clock: Clock
  signal?: AbortSignal | undefined
  /** Pause between tries of one file; a parameter so that tests need not wait. */
  wait?: ((ms: number) => Promise<void>) | undefined
}

/** What is remembered of a feed's files, by name. Feeds read `confirmed` to tell what they need not ask for again. */
interface HttpState {
  validators?: Record<string, Validators>
  /** Day on which the file here was last known to be the publisher's newest. */
  confirmed?: Record<string, string>
  positions?: Record<string, ChangePosition>
  /** Day on which the publisher last said that it has no such file. */
  absent?: Record<string, string>
}

/**
 * Fetches a feed's files over HTTP into its folder. A file that did not change, or that one try could not get but an
 * earlier one did, is used as it lies there; what could not be had at all is said beside the others.
 */
export function gatherOverHttp(source: HttpSource): RefreshOptions['gather'] {
  let listed: Promise<Result<string[]>> | undefined
  return async (feed, state, onFetch) => {
    if (source.mirror !== undefined) listed ??= listMirror(source)
    const wanted =
      source.mirror === undefined
        ? ok(withChangeLists(feed, feed.official(dayOf(source.clock()), state)))
        : mirrorFiles(feed, source.mirror, await listed!)
    if (!wanted.ok) return wanted
    if (wanted.value.length === 0 && source.mirror === undefined) return err(mirrorOnly(feed))
    return fetchAll(feed, wanted.value, state as HttpState, { ...source, onFetch })
  }
}

function mirrorOnly({ name }: Feed): Problem {
  return problem('mirror-only', `${name} has no public source: it is read from a mirror (setting "mirror")`)
}

/** A file to fetch, with the list that says what changed in it. */
interface WantedFile extends OfficialFile {
  changing?: ChangingArchive | undefined
}

interface ToldSource extends HttpSource {
  onFetch: FetchProgress | undefined
}

async function fetchAll(
  feed: Feed,
  wanted: readonly WantedFile[],
  state: HttpState,
  source: ToldSource,
): Promise<Result<Gathered>> {
  const { validators: known = {}, confirmed = {}, positions = {}, absent = {} } = state
  const today = dayOf(source.clock())
  const held: Required<HttpState> = {
    validators: { ...known },
    confirmed: { ...confirmed },
    positions: {},
    absent: Object.fromEntries(Object.entries(absent).filter(([, asked]) => asked >= monthAgo(today))),
  }
  const files: FeedFile[] = []
  const problems: Problem[] = []
  const gone = new Map<string, Problem>()
  let settled = 0
  for (const { name, url, changing, restsOnOthers } of wanted) {
    const options = { signal: source.signal, ...(source.wait && { wait: source.wait }) }
    const { host } = new URL(url)
    if (changing !== undefined && !gone.has(host)) {
      const changes = await gatherChanges(changing, positions[name], {
        port: source.port,
        folder: join(source.folder, feed.id),
        options,
        onRecord: (done, of) => source.onFetch?.(`${done} of ${of} changed records`, 0, undefined),
      })
      if (changes.position) held.positions[name] = changes.position
      if (changes.kind !== 'whole') {
        settled++
        if (changes.kind === 'some') {
          if (changes.file) files.push(changes.file)
          problems.push(...changes.problems)
        }
        continue
      }
    }
    const path = join(source.folder, feed.id, name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const before = known[name]
    const lost = gone.get(host)
    const fetched = lost
      ? err(lost)
      : await download(source.port, url, {
          to: path,
          validators: before,
          maxBytes: defaultFeedLimits.bytes,
          onProgress: (bytes, total) => source.onFetch?.(name, bytes, total),
          ...options,
        })
    if (!fetched.ok) {
      problems.push(fetched.error)
      if (isHostGone(fetched.error)) gone.set(host, fetched.error)
      // Without the archive its list of changes says nothing yet.
      delete held.positions[name]
    }
    const validators = fetched.ok && fetched.value.status === 'downloaded' ? fetched.value.validators : before
    const missing = fetched.ok && fetched.value.status === 'missing'
    if (missing) held.absent[name] = today
    else if (fetched.ok) delete held.absent[name]
    if (missing || !existsSync(path)) continue
    if (fetched.ok && !(restsOnOthers && problems.length > 0)) held.confirmed[name] = today
    files.push({ path, name })
    if (validators) held.validators[name] = validators
  }
  if (files.length === 0 && settled === 0)
    return err(problems[0] ?? problem('feed-missing', `the source of ${feed.name} has none of its files now`))
  const current = source.mirror === undefined && problems.length === 0
  return ok({ files, state: { ...held }, problems, current, nothingNew: files.length === 0 })
}

const MONTH_MS = 30 * 86_400_000

/** What was not there longer ago is not remembered. */
function monthAgo(day: Day): string {
  return new Date(Date.parse(day) - MONTH_MS).toISOString().slice(0, 10)
}

const hostGone: ReadonlySet<unknown> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** After all tries there was nobody to ask: without a network, trying each of a feed's files takes minutes. */
function isHostGone({ code, cause }: Problem): boolean {
  return code === 'unreachable' && cause instanceof Error && 'code' in cause && hostGone.has(cause.code)
}

/** A mirror lists its files in `index.json`: an array of paths below it, laid out like a mirror folder. */
async function listMirror(source: HttpSource): Promise<Result<string[]>> {
  const to = join(source.folder, 'mirror-index.json')
  mkdirSync(source.folder, { recursive: true, mode: 0o700 })
  const url = addressOf(source.mirror ?? '', 'index.json')
  const fetched = await download(source.port, url, {
    to,
    maxBytes: MAX_INDEX_BYTES,
    signal: source.signal,
    ...(source.wait && { wait: source.wait }),
  })
  if (!fetched.ok) return fetched
  if (fetched.value.status === 'missing')
    return err(problem('no-mirror-index', `${url} does not exist: a mirror lists its files there`))
  try {
    const paths: unknown = JSON.parse(await readFile(to, 'utf8'))
    if (Array.isArray(paths) && paths.every((path) => typeof path === 'string' && isPlain(path)))
      return ok(paths as string[])
  } catch {
    // Said below: it is no list either way.
  }
  return err(problem('bad-mirror-index', `${url} is no JSON array of relative paths`))
}

const MAX_INDEX_BYTES = 16 * 1024 * 1024

/** A path below the mirror that is as harmless on disk as in an address. */
function isPlain(path: string): boolean {
  return /^[\w.+ -]+(?:\/[\w.+ -]+){0,4}$/.test(path) && !path.split('/').some((part) => part === '..' || part === '.')
}

function mirrorFiles(feed: Feed, mirror: string, listed: Result<string[]>): Result<WantedFile[]> {
  if (!listed.ok) return listed
  const files = pathsOfFeed(feed, listed.value, feeds).map((name) => ({ name, url: addressOf(mirror, name) }))
  return ok(withChangeLists(feed, files, new Set(listed.value)))
}

/** Archives with their lists of changes; a mirror says which it has. */
function withChangeLists(
  { changes }: Feed,
  files: readonly OfficialFile[],
  listed?: ReadonlySet<string>,
): WantedFile[] {
  return files.map((archive) => {
    const list = changes?.listOf(archive)
    const has = changes && list && (listed === undefined || listed.has(list.name))
    return has ? { ...archive, changing: { archive, list, changes } } : archive
  })
}

function addressOf(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`
}
