import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { cleanText, type NoTables } from '#platform/database'
import type { CaseLink, CaseMoment } from '../case.ts'

type Work = Transaction<NoTables>

/** Says when something of a case happened; of a step the second word replaces the first. */
export async function sayMoment(
  work: Work,
  workspaceId: string,
  caseId: string,
  moment: Omit<CaseMoment, 'id'>,
  now: string,
): Promise<string> {
  const id = randomUUID()
  const { step, what, earliest, latest, estimated, saidBy } = moment
  if (step !== null) await sql`delete from case_moment where case_id = ${caseId} and step = ${step}`.execute(work)
  await sql`insert into case_moment (workspace_id, id, case_id, step, what, earliest, latest, estimated, said_by, said_at)
    values (${workspaceId}, ${id}, ${caseId}, ${step}, ${cleanText(what)}, ${earliest}, ${latest}, ${estimated}, ${saidBy},
      ${now})`.execute(work)
  return id
}

/** Links a case with something else; the same link again replaces its note. */
export async function addLink(
  work: Work,
  workspaceId: string,
  caseId: string,
  { kind, target, note }: CaseLink,
  { by, now }: { by: string; now: string },
): Promise<void> {
  await sql`insert into case_link (workspace_id, case_id, kind, target, note, said_by, said_at)
    values (${workspaceId}, ${caseId}, ${kind}, ${cleanText(target)}, ${note === null ? null : cleanText(note)}, ${by}, ${now})
    on conflict (workspace_id, case_id, kind, target) do update set note = excluded.note`.execute(work)
}

/** Where the chain of evidence stood when it was frozen for a case. */
export interface EvidenceFreeze {
  /** Entries of the chain; 0: there was none. */
  position: number
  /** Digest of the last of them. */
  digest: string
  frozenBy: string
  frozenAt: string
}

/** Notes where the chain of evidence stands; `undefined` while it is empty. */
export async function freezeEvidence(
  work: Work,
  workspaceId: string,
  caseId: string,
  { by, now }: { by: string; now: string },
): Promise<EvidenceFreeze | undefined> {
  const { rows } = await sql<{ position: string; digest: string }>`
    insert into case_freeze (workspace_id, case_id, position, digest, frozen_by, frozen_at)
    select ${workspaceId}, ${caseId}, position, digest, ${by}, ${now} from evidence order by position desc limit 1
    on conflict (workspace_id, case_id, position) do update set digest = excluded.digest
    returning position, digest`.execute(work)
  const [row] = rows
  return row && { position: Number(row.position), digest: row.digest, frozenBy: by, frozenAt: now }
}

/** The freezes of a case, newest first. */
export async function readFreezes(work: Work, caseId: string): Promise<EvidenceFreeze[]> {
  const { rows } = await sql<{ position: string; digest: string; frozenBy: string; frozenAt: Date }>`
    select position, digest, frozen_by as "frozenBy", frozen_at as "frozenAt" from case_freeze
    where case_id = ${caseId} order by position desc`.execute(work)
  return rows.map((row) => ({ ...row, position: Number(row.position), frozenAt: row.frozenAt.toISOString() }))
}
