import { searchReferences } from '#assurance/controls'
import { searchTechniques } from '#assurance/threats'
import { commandLine, ok } from '#core/kernel'
import { readCatalogues } from '#flows/technique-catalogues'
import { exitCodes } from '../exit-codes.ts'
import { withRuntime } from '../open.ts'
import { columns, finish, print } from '../say.ts'

interface Flags {
  dataDir?: string
  json?: boolean
}

const MOST = 100

/** `lunette technique search`: techniques of the catalogues that are loaded. */
export async function search(words: string[], flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => ok(await readCatalogues(database)))
  return finish(done, ({ techniques, catalogues }) => {
    const found = searchTechniques(techniques, words.join(' ')).slice(0, MOST)
    const rows = found.map(({ id, title, parent, catalogueName }) => [
      id,
      parent === null ? title : `${parent}: ${title}`,
      catalogueName,
    ])
    const unread = catalogues.filter(({ version }) => version === null).map(({ id }) => id)
    const hint =
      unread.length > 0
        ? ` (not read yet: ${unread.join(', ')}; ${commandLine(`feeds refresh ${unread.join(' ')}`)})`
        : ''
    print(
      found,
      rows.length === 0 ? `nothing is called so${hint}` : columns(['id', 'title', 'catalogue'], rows),
      flags.json,
    )
  })
}

/** `lunette technique catalogues`: each with its version and licence. */
export async function listCatalogues(flags: Flags): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) => ok((await readCatalogues(database)).catalogues))
  return finish(done, (catalogues) => {
    const rows = catalogues.map(({ id, name, version, techniques, licence }) => [
      ...[id, name, version ?? 'not read yet', String(techniques), licence],
    ])
    print(catalogues, columns(['id', 'catalogue', 'version', 'techniques', 'licence'], rows), flags.json)
  })
}

/** `lunette control references`: what controls can refer to in frameworks. It needs no installation. */
export async function references(words: string[], flags: Flags): Promise<number> {
  const found = searchReferences(words.join(' '))
  const rows = found.map(({ id, title }) => [id, title])
  print(found, rows.length === 0 ? 'nothing is called so' : columns(['reference', 'title'], rows), flags.json)
  return exitCodes.clean
}
