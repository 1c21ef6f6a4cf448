import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { Job } from '#contract'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Exposure } from '#core/vocabulary'
import {
  commitPreview,
  endPreviews,
  expiredPreviews,
  findPreview,
  renewPreview,
  type StoredPreview,
  startPreview,
} from '#exposure/findings/store'
import { type Database, listWorkspaces, type NoTables } from '#platform/database'
import { auditedInWorkspace, noted } from './audited.ts'
import type { RouteParts } from './route-app.ts'
import { discardUpload } from './uploads.ts'

type Parts = Pick<RouteParts, 'database' | 'clock' | 'jobs'>

/** A file is kept for so long after it was sent. */
const KEPT_MS = 24 * 60 * 60_000

export interface AskedPreview {
  path: string
  fileName: string
  exposure: Exposure
  assetName: string | null
  workspaceId: string
  actor: string
}

/** Starts to work out what an uploaded file would do. Problem `too-many-previews`: the file is removed. */
export async function beginPreview(parts: Parts, asked: AskedPreview): Promise<Result<Job>> {
  const { path, fileName, exposure, assetName, workspaceId, actor } = asked
  const id = randomUUID()
  const preview = { id, path, fileName, exposure, assetName, madeBy: actor, ...timesFrom(parts.clock()) }
  const begun = await workOut(parts, { ...asked, id }, (transaction) => startPreview(transaction, workspaceId, preview))
  if (!begun.ok) await discardUpload({ path })
  return begun
}

/** Works out anew what a kept file would do, from what is known now. Problems: `not-found`, `not-ready`, `already-committed`. */
export async function renew(parts: Parts, workspaceId: string, id: string, actor: string): Promise<Result<Job>> {
  const ready = checkReady(await findPreview(parts.database, workspaceId, id, parts.clock()))
  if (!ready.ok) return ready
  const asked = { ...ready.value, workspaceId, actor }
  const begun = await workOut(parts, asked, (transaction) => renewPreview(transaction, id, timesFrom(parts.clock())))
  parts.jobs.changed(workspaceId, 'previews')
  return begun
}

function timesFrom(madeAt: Instant): { madeAt: Instant; expiresAt: Instant } {
  return { madeAt, expiresAt: new Date(Date.parse(madeAt) + KEPT_MS).toISOString() as Instant }
}

function workOut(
  parts: Parts,
  { id, path, fileName, exposure, assetName, workspaceId, actor }: AskedPreview & { id: string },
  keep: (transaction: Transaction<NoTables>) => Promise<Result<void>>,
): Promise<Result<Job>> {
  const entry = { chain: workspaceId, actor, action: 'import.preview', target: id, detail: { fileName, exposure } }
  const payload = { previewId: id, path, fileName, exposure, actor, ...(assetName && { assetName }) }
  return parts.jobs.startWith(
    { kind: 'preview', title: `Preview ${fileName}`, workspaceId, payload },
    async (transaction) => {
      const kept = await keep(transaction)
      return kept.ok ? noted(transaction, parts.clock, entry) : kept
    },
  )
}

/**
 * Imports what was previewed, from the file that was kept. The import has the preview's id, so that two who commit at
 * once start one. Problems: `not-found`, `not-ready`, `already-committed`.
 */
export async function commit(parts: Parts, workspaceId: string, id: string, actor: string): Promise<Result<Job>> {
  const preview = await findPreview(parts.database, workspaceId, id, parts.clock())
  const ready = checkReady(preview)
  if (!ready.ok) return ready
  const { path, fileName, exposure, assetName } = ready.value
  const payload = { path, fileName, exposure, actor, ...(assetName && { assetName }) }
  const entry = { chain: workspaceId, actor, action: 'import.start', target: id, detail: { fileName, exposure } }
  const started = await parts.jobs.startWith(
    { kind: 'import', title: `Import ${fileName}`, workspaceId, payload },
    async (work) => {
      const committed = await commitPreview(work, id)
      return committed.ok ? noted(work, parts.clock, entry) : committed
    },
    id,
  )
  parts.jobs.changed(workspaceId, 'previews')
  return started
}

function checkReady(preview: StoredPreview | undefined): Result<StoredPreview> {
  if (!preview) return err(noSuchPreview)
  if (preview.state === 'ready') return ok(preview)
  if (preview.state === 'committed') return err(problem('already-committed', 'it was committed already'))
  if (preview.state === 'reading') return err(problem('not-ready', 'it is still being worked out: wait for its job'))
  return err(problem('not-ready', 'this file cannot be imported: the preview says why'))
}

/** Forgets a preview and its file. Problem `not-found`. */
export async function discard(parts: Parts, workspaceId: string, id: string, actor: string): Promise<Result<void>> {
  const preview = await findPreview(parts.database, workspaceId, id, parts.clock())
  if (!preview) return err(noSuchPreview)
  const done = await auditedInWorkspace(
    parts,
    workspaceId,
    async (work) => ((await endPreviews(work, [id])) ? ok(undefined) : err(noSuchPreview)),
    () => ({ chain: workspaceId, actor, action: 'import.discard', target: id, detail: { fileName: preview.fileName } }),
  )
  // What is being imported is removed by its import.
  if (done.ok && preview.state !== 'committed') await discardUpload(preview)
  parts.jobs.changed(workspaceId, 'previews')
  return done
}

/** Forgets the previews whose time is over, with their files. */
export async function forgetExpired(database: Database, now: Instant): Promise<void> {
  for (const workspaceId of await listWorkspaces(database)) {
    const expired = await expiredPreviews(database, workspaceId, now)
    if (expired.length === 0) continue
    for (const { path, state } of expired) if (state !== 'committed') await discardUpload({ path })
    await database.inWorkspace(workspaceId, (work) =>
      endPreviews(
        work,
        expired.map(({ id }) => id),
      ),
    )
  }
}

export const noSuchPreview = problem('not-found', 'there is no such preview: it was discarded, or its day is over')
