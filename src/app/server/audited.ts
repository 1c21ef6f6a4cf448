import type { Transaction } from 'kysely'
import { type Clock, type Instant, ok, type Result } from '#core/kernel'
import { type AuditRecord, recordAudit } from '#platform/audit'
import { attempt, type NoTables } from '#platform/database'
import type { ServerParts } from './types.ts'

type Entry = Omit<AuditRecord, 'at'>

/** Appends an entry to the caller's transaction, for what others begin or end. */
export async function noted(work: Transaction<NoTables>, clock: Clock, entry: Entry): Promise<Result<void>> {
  return ok(await recordAudit(work, { at: clock(), ...entry }))
}

/** Makes a change and its audit entry in one transaction: both or neither. */
export async function audited<T>(
  { database, clock }: Pick<ServerParts, 'database' | 'clock'>,
  change: (work: Transaction<NoTables>, now: Instant) => Promise<Result<T>>,
  entryOf: (value: T) => Entry,
): Promise<Result<T>> {
  const at = clock()
  return attempt(database, async (work) => {
    const changed = await change(work, at)
    if (changed.ok) await recordAudit(work, { at, ...entryOf(changed.value) })
    return changed
  })
}

/** The same for a change of one workspace's rows. */
export async function auditedInWorkspace<T>(
  { database, clock }: Pick<ServerParts, 'database' | 'clock'>,
  workspaceId: string,
  change: (work: Transaction<NoTables>, now: Instant) => Promise<Result<T>>,
  entryOf: (value: T) => Entry,
): Promise<Result<T>> {
  const inTransaction: ServerParts['database']['inTransaction'] = (work) => database.inWorkspace(workspaceId, work)
  return audited({ database: { ...database, inTransaction }, clock }, change, entryOf)
}
