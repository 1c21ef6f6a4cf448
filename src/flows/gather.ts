import { existsSync, mkdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Clock, dayOf, err, ok, type Problem, problem, type Result } from '#core/kernel'
import {
  defaultFeedLimits,
  type Feed,
  type FeedFile,
  feeds,
  filesOfMirror,
  type OfficialFile,
  pathsOfFeed,
} from '#intake/feeds'
import { download, type ServicePort, type Validators } from '#platform/http'
import type { Gathered, RefreshOptions } from './refresh.ts'

/** Takes a feed's files from a mirror folder, as they lie there. Problem `no-mirror`: the folder is not there. */
export function gatherFromFolder(folder: string): RefreshOptions['gather'] {
  const found = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? filesOfMirror(folder, feeds) : undefined
  return async (feed: Feed) => {
    if (!found)
      return err(problem('no-mirror', `the mirror folder ${folder} does not exist: check the "mirror" setting`))
    return ok({ files: found.get(feed.id) ?? [], state: {} })
  }
}

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

interface HttpState {
  validators?: Record<string, Validators>
}

/**
 * Fetches a feed's files over HTTP into its folder. A file that did not change, or that one try could not get but an
 * earlier one did, is used as it lies there; what could not be had at all is said beside the others.
 */
export function gatherOverHttp(source: HttpSource): RefreshOptions['gather'] {
  let listed: Promise<Result<string[]>> | undefined
  return async (feed, state) => {
    if (source.mirror !== undefined) listed ??= listMirror(source)
    const wanted =
      source.mirror === undefined
        ? ok(feed.official(dayOf(source.clock()), state))
        : mirrorFiles(feed, source.mirror, await listed!)
    return wanted.ok ? fetchAll(feed, wanted.value, state as HttpState, source) : wanted
  }
}

async function fetchAll(
  feed: Feed,
  wanted: readonly OfficialFile[],
  state: HttpState,
  source: HttpSource,
): Promise<Result<Gathered>> {
  const held: Required<HttpState> = { validators: {} }
  const files: FeedFile[] = []
  const problems: Problem[] = []
  for (const { name, url } of wanted) {
    const path = join(source.folder, feed.id, name)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const before = state.validators?.[name]
    const fetched = await download(source.port, url, {
      to: path,
      validators: before,
      maxBytes: defaultFeedLimits.bytes,
      signal: source.signal,
      ...(source.wait && { wait: source.wait }),
    })
    if (!fetched.ok) problems.push(fetched.error)
    const validators = fetched.ok && fetched.value.status === 'downloaded' ? fetched.value.validators : before
    const missing = fetched.ok && fetched.value.status === 'missing'
    if (missing || !existsSync(path)) continue
    files.push({ path, name })
    if (validators) held.validators[name] = validators
  }
  if (files.length === 0)
    return err(problems[0] ?? problem('feed-missing', `the source of ${feed.name} has none of its files now`))
  const current = source.mirror === undefined && problems.length === 0
  return ok({ files, state: { ...held }, problems, current })
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

function mirrorFiles(feed: Feed, mirror: string, listed: Result<string[]>): Result<OfficialFile[]> {
  if (!listed.ok) return listed
  return ok(pathsOfFeed(feed, listed.value, feeds).map((name) => ({ name, url: addressOf(mirror, name) })))
}

function addressOf(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}/${path.split('/').map(encodeURIComponent).join('/')}`
}
