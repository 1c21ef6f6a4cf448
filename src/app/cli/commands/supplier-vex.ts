import { basename } from 'node:path'
import { counted } from '#contract'
import { droppedWords } from '#contract/dropped-words'
import { ok, type Problem, type Result } from '#core/kernel'
import { type Reassessed, reassess } from '#flows/reassess'
import { removeSupplierVex, type TakenSupplierVex, takeSupplierVex } from '#flows/supplier-vex'
import { recordAudit } from '#platform/audit'
import { DEFAULT_WORKSPACE } from '#platform/database'
import { listSupplierVex } from '#views/vex-documents'
import type { Runtime } from '../../runtime.ts'
import { exitCodes } from '../exit-codes.ts'
import { readJsonFile } from '../json-file.ts'
import { withNewRuntime, withRuntime } from '../open.ts'
import { columns, finish, print, progress, say } from '../say.ts'

const actor = 'command line'

interface SupplierFlags {
  dataDir?: string
  json?: boolean
}

interface Taken {
  path: string
  taken?: TakenSupplierVex
  refused?: Problem
}

/** `lunette vex supplier import`: what suppliers say becomes knowledge; what it is about is assessed. One that is refused stops no other. */
export async function importSupplierVex(paths: string[], flags: SupplierFlags): Promise<number> {
  const done = await withNewRuntime(flags, async (runtime) => {
    const all: Taken[] = []
    for (const path of paths) all.push(await takeOne(runtime, path))
    const isNew = all.some(({ taken }) => taken && !taken.unchanged)
    return ok({ all, reassessed: isNew ? await reassess(runtime, progress) : undefined })
  })
  return finish(done, ({ all, reassessed }) => {
    const documents = all.map(({ path, taken, refused }) => ({ path, ...taken, ...(refused && { problem: refused }) }))
    const lines = [...all.flatMap(sentencesOf), ...(reassessed ? [assessedWords(reassessed)] : [])]
    print({ documents, ...(reassessed && { reassessed }) }, lines.join('\n'), flags.json)
    for (const { path, refused } of all) if (refused) say(`${path}: ${refused.message}`)
    return all.some(({ refused }) => refused) ? exitCodes.usage : exitCodes.clean
  })
}

async function takeOne(runtime: Runtime, path: string): Promise<Taken> {
  const json = await readJsonFile(path)
  if (!json.ok) return { path, refused: json.error }
  const fileName = basename(path)
  const given = { workspaceId: DEFAULT_WORKSPACE, json: json.value, fileName, by: actor }
  const taken = await takeSupplierVex(runtime, given, (work, { document: target, ...detail }) =>
    recordAudit(work, {
      ...{ chain: DEFAULT_WORKSPACE, at: runtime.clock(), actor, action: 'vex.supplier.import', target },
      detail: { fileName, ...detail },
    }),
  )
  if (!taken.ok) return { path, refused: taken.error }
  return { path, taken: taken.value }
}

function sentencesOf({ path, taken }: Taken): string[] {
  if (!taken) return []
  const { document, statements, format, author, statedAt, dropped, unchanged } = taken
  const whose = [author ?? 'nobody named', ...(statedAt ? [statedAt.slice(0, 10)] : [])].join(', ')
  return [
    `${path}: ${statements} statements (${format}) of ${whose}${unchanged ? ', in force already' : ''}: ${document}`,
    ...dropped.map((one) => `  ${droppedWords(one)}`),
  ]
}

function assessedWords({ touched, assets, opened, resolved, changed }: Reassessed): string {
  return `assessed ${touched} of ${assets} assets: ${counted(opened, 'finding')} opened, ${resolved} resolved, ${changed} changed`
}

/** `lunette vex supplier list`: the documents in force. */
export async function listSupplierDocuments(flags: SupplierFlags & { limit: number }): Promise<number> {
  const done = await withRuntime(flags, async ({ database }) =>
    ok(await listSupplierVex(database, DEFAULT_WORKSPACE, { filter: '', limit: flags.limit })),
  )
  return finish(done, (page) => {
    const rows = page.rows.map((row) => [
      row.id,
      row.author ?? '–',
      row.statedAt?.slice(0, 10) ?? '–',
      String(row.statements),
      row.format,
      row.fileName,
      `${row.importedAt.slice(0, 10)} by ${row.importedBy}`,
    ])
    const head = ['id', 'supplier', 'as of', 'statements', 'format', 'file', 'imported']
    const text = rows.length === 0 ? 'no supplier’s document is in force' : columns(head, rows)
    print(page, text, flags.json)
  })
}

/** `lunette vex supplier remove`: takes a document back and assesses what it was about. */
export async function removeSupplierDocument(document: string, flags: SupplierFlags): Promise<number> {
  const done = await withRuntime(flags, async (runtime): Promise<Result<Reassessed>> => {
    const removal = { workspaceId: DEFAULT_WORKSPACE, document, by: actor }
    const gone = await removeSupplierVex(runtime, removal, (work) =>
      recordAudit(work, {
        ...{ chain: DEFAULT_WORKSPACE, at: runtime.clock(), actor, action: 'vex.supplier.remove', target: document },
      }),
    )
    if (!gone.ok) return gone
    return ok(await reassess(runtime, progress))
  })
  return finish(done, (reassessed) => print({ document, reassessed }, assessedWords(reassessed), flags.json))
}
