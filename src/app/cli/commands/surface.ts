import { filterProblem } from '#contract'
import { surfaceFilterKeys } from '#contract/filter'
import { ok } from '#core/kernel'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listSurface, listSurfaceChanges, readSurfaceGraph } from '#views/surface'
import { surfaceFormats } from '../../server/exports/surface.ts'
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
    const rows = page.rows.map(({ name, kind, standing, confidence, services, weaknesses, via, reason }) => [
      ...[name, kind, standing, `${confidence} %`, String(services), String(weaknesses), via || '–', reason],
    ])
    const head = ['name', 'kind', 'standing', 'sure', 'services', 'weaknesses', 'led to by', 'why']
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

/** `lunette surface changes`: what came, went and changed, latest first. */
export async function changes({ limit = 50, ...flags }: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listSurfaceChanges(database, DEFAULT_WORKSPACE, { filter: '', limit })),
  )
  return finish(done, (page) => {
    const rows = page.rows.map(({ at, asset, words }) => [at, asset.name, words])
    print(page, rows.length === 0 ? 'nothing changed yet' : columns(['when', 'asset', 'what'], rows), flags.json)
  })
}

interface ExportFlags extends Flags {
  format: 'csv' | 'json' | 'hosts' | 'stix'
}

/** `lunette surface export`: the same files as the API gives, of assets under a filter. */
export async function exportSurface(words: string[], { format, ...flags }: ExportFlags): Promise<number> {
  const filter = words.join(' ')
  const wrong = filterProblem(filter, surfaceFilterKeys)
  if (wrong !== undefined) {
    say(wrong)
    return exitCodes.usage
  }
  const done = await withRuntime(flags, async ({ database, clock }) => {
    const { text } = surfaceFormats({ database, workspaceId: DEFAULT_WORKSPACE, now: clock() })[format]
    for await (const part of text(pages())) await writeOut([part])
    return ok(undefined)

    async function* pages() {
      for (let cursor: string | undefined; ; ) {
        const page = await listSurface(database, DEFAULT_WORKSPACE, { filter, limit: 500, sort: 'name', cursor })
        yield page.rows
        if (page.next === null) return
        cursor = page.next
      }
    }
  })
  return finish(done, () => exitCodes.clean)
}
