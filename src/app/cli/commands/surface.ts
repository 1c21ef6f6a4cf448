import { filterProblem, type Page } from '#contract'
import { kindWord } from '#contract/asset-kind-words'
import { surfaceChangeFilterKeys, surfaceFilterKeys } from '#contract/filter'
import { hostsSelection } from '#contract/hosts-file'
import { proofWords } from '#contract/proof-words'
import { ok } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { countSurface, listSurface, readSurfaceGraph } from '#views/surface'
import { listSurfaceChanges } from '#views/surface-changes'
import { tableFormats } from '../../server/exports/formats.ts'
import { surfaceChangeColumns, surfaceFormats } from '../../server/exports/surface.ts'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print, say, writeOut } from '../say.ts'

interface Flags {
  dataDir?: string
  json?: boolean
  limit?: number
}

/** `lunette surface list`: assets under a filter, with whose they are and why. */
export async function list(words: string[], { limit = 50, ...flags }: Flags): Promise<number> {
  const filter = words.join(' ')
  const wrong = filterProblem(filter, surfaceFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listSurface(database, DEFAULT_WORKSPACE, { filter, limit, sort: 'standing' })),
  )
  return finish(done, (page) => {
    const rows = page.rows.map(({ name, kind, standing, confidence, services, weaknesses, via, reason, ...row }) => [
      ...[
        name,
        kindWord(kind),
        standing,
        proofWords(row) ?? '–',
        `${confidence} %`,
        String(services),
        String(weaknesses),
        via || '–',
        reason,
      ],
    ])
    const head = ['name', 'kind', 'standing', 'proof', 'sure', 'services', 'weaknesses', 'led to by', 'why']
    const more = page.total > rows.length ? `\n… and ${page.total - rows.length} more (--limit)` : ''
    print(page, rows.length === 0 ? 'nothing is like that' : `${columns(head, rows)}${more}`, flags.json)
  })
}

/** `lunette surface graph`: how it hangs together, one relation a line. */
export async function graph({ limit = 5_000, ...flags }: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await readSurfaceGraph(database, DEFAULT_WORKSPACE, { filter: '', limit })),
  )
  return finish(done, (found) => {
    const hidden = found.hidden > 0 ? `\n… and ${found.hidden} assets more (--limit)` : ''
    const lines = found.edges.map(({ words }) => [words])
    print(
      found,
      lines.length === 0 ? 'nothing hangs together yet' : `${columns(['relation'], lines)}${hidden}`,
      flags.json,
    )
  })
}

interface ChangeFlags extends Flags {
  /** All of them as a file, instead of the latest as a table. */
  format?: 'csv' | 'json'
}

/** `lunette surface changes`: what came, went and changed under a filter, latest first. */
export async function changes(words: string[], { limit = 50, format, ...flags }: ChangeFlags): Promise<number> {
  const filter = words.join(' ')
  const wrong = filterProblem(filter, surfaceChangeFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  if (format !== undefined) return writeChanges(filter, format, flags)
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listSurfaceChanges(database, DEFAULT_WORKSPACE, { filter, limit })),
  )
  return finish(done, (page) => {
    const rows = page.rows.map(({ at, importance, asset, words: what }) => [at, importance, asset.name, what])
    const nothing = filter === '' ? 'nothing changed yet' : 'no change is like that'
    const more = page.total > rows.length ? `\n… and ${page.total - rows.length} more (--limit)` : ''
    const head = ['when', 'importance', 'asset', 'what']
    print(page, rows.length === 0 ? nothing : `${columns(head, rows)}${more}`, flags.json)
  })
}

async function writeChanges(filter: string, format: 'csv' | 'json', flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => {
    const pages = allPages((cursor) =>
      listSurfaceChanges(database, DEFAULT_WORKSPACE, { filter, limit: MOST_AT_ONCE, cursor }),
    )
    for await (const part of tableFormats(surfaceChangeColumns)[format].text(pages)) await writeOut([part])
    return ok(undefined)
  })
  return finish(done, () => exitCodes.clean)
}

const MOST_AT_ONCE = 500

async function* allPages<Row>(read: (cursor: string | undefined) => Promise<Page<Row>>): AsyncGenerator<Row[]> {
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor)
    yield page.rows
    if (page.next === null) return
    cursor = page.next
  }
}

interface ExportFlags extends Flags {
  format: 'csv' | 'json' | 'hosts' | 'stix'
  /** A list of hosts with those that are only monitored. */
  monitored?: boolean
}

/** `lunette surface export`: the same files as the API gives, of assets under a filter. */
export async function exportSurface(
  words: string[],
  { format, monitored = false, ...flags }: ExportFlags,
): Promise<number> {
  const asked = words.join(' ')
  const { filter, leftOut } = format === 'hosts' ? hostsSelection(asked, monitored) : { filter: asked }
  const wrong = filterProblem(asked, surfaceFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, async ({ database, clock }) => {
    const { text } = surfaceFormats({ database, workspaceId: DEFAULT_WORKSPACE, now: clock() })[format]
    const pages = allPages((cursor) =>
      listSurface(database, DEFAULT_WORKSPACE, { filter, limit: MOST_AT_ONCE, sort: 'name', cursor }),
    )
    for await (const part of text(pages)) await writeOut([part])
    return ok(leftOut === undefined ? 0 : await countSurface(database, DEFAULT_WORKSPACE, leftOut))
  })
  return finish(done, (count) => {
    if (count > 0)
      say(
        `left out, for they are not owned: ${count} (--monitored takes in what is monitored, standing:… what you name)`,
      )
    if (format === 'hosts')
      say('a seed that was only named, and what hangs on it, is left out until it is proven or accepted')
    return exitCodes.clean
  })
}
