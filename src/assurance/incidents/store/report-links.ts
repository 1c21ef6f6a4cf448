import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { err, ok, problem, type Result } from '#core/kernel'
import { cleanText, type NoTables } from '#platform/database'

/** A link by which anyone may report, as its workspace sees it. */
export interface ReportLink {
  id: string
  label: string
  madeBy: string
  createdAt: string
  expiresAt: string
  revokedAt: string | null
  /** How often something was reported by it. */
  reports: number
  lastReportAt: string | null
}

const TOKEN_BYTES = 32
const DAY_MS = 86_400_000
const MOST_LINKS = 100

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** Makes a link; its token is told this once. Problem: `too-many`. */
export async function issueReportLink(
  work: Transaction<NoTables>,
  workspaceId: string,
  { label, days }: { label: string; days: number },
  { by, now }: { by: string; now: string },
): Promise<Result<{ id: string; token: string; expiresAt: string }>> {
  const { rows } = await sql<{ open: number }>`select count(*)::int as open from report_link
    where workspace_id = ${workspaceId} and revoked_at is null and expires_at > ${now}`.execute(work)
  if ((rows[0]?.open ?? 0) >= MOST_LINKS)
    return err(problem('too-many', `${MOST_LINKS} links for reports are open: take some back first`))
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const id = randomUUID()
  const expiresAt = new Date(Date.parse(now) + days * DAY_MS).toISOString()
  await sql`insert into report_link (id, token_hash, workspace_id, label, made_by, created_at, expires_at)
    values (${id}, ${hashOf(token)}, ${workspaceId}, ${cleanText(label)}, ${by}, ${now}, ${expiresAt})`.execute(work)
  return ok({ id, token, expiresAt })
}

/** The links of a workspace, newest first. */
export async function listReportLinks(work: Transaction<NoTables>, workspaceId: string): Promise<ReportLink[]> {
  const { rows } = await sql<
    Record<'createdAt' | 'expiresAt', Date> &
      Record<'revokedAt' | 'lastReportAt', Date | null> &
      Pick<ReportLink, 'id' | 'label' | 'madeBy' | 'reports'>
  >`
    select id, label, made_by as "madeBy", created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt", reports,
      last_report_at as "lastReportAt" from report_link where workspace_id = ${workspaceId}
    order by created_at desc, id limit ${2 * MOST_LINKS}`.execute(work)
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastReportAt: row.lastReportAt?.toISOString() ?? null,
  }))
}

/** Takes a link back; its label, or `undefined` where there is none that is open. */
export async function revokeReportLink(
  work: Transaction<NoTables>,
  workspaceId: string,
  id: string,
  now: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ label: string }>`update report_link set revoked_at = ${now}
    where id = ${id} and workspace_id = ${workspaceId} and revoked_at is null returning label`.execute(work)
  return rows[0]?.label
}

/** The link behind a token, while it works. Read before any workspace is known. */
export async function openReportLink(
  instance: Kysely<NoTables>,
  token: string,
  now: string,
): Promise<{ id: string; workspaceId: string; label: string } | undefined> {
  const { rows } = await sql<{ id: string; workspaceId: string; label: string }>`
    select id, workspace_id as "workspaceId", label from report_link
    where token_hash = ${hashOf(token)} and revoked_at is null and expires_at > ${now}`.execute(instance)
  return rows[0]
}

/**
 * Counts one report of a link that still works, in the transaction that opens the case; false where it was taken back
 * meanwhile, or where too much came through it within the hour.
 */
export async function countReport(
  work: Transaction<NoTables>,
  { id, workspaceId }: { id: string; workspaceId: string },
  { now, mostAnHour }: { now: string; mostAnHour: number },
): Promise<'counted' | 'gone' | 'too-many'> {
  const { rows } = await sql<{ label: string }>`update report_link set reports = reports + 1, last_report_at = ${now}
    where id = ${id} and workspace_id = ${workspaceId} and revoked_at is null and expires_at > ${now}
    returning label`.execute(work)
  const [link] = rows
  if (!link) return 'gone'
  const lately = await sql<{ count: number }>`select count(*)::int as count from assurance_case
    where origin = 'report-link' and reported_at > ${now}::timestamptz - interval '1 hour'`.execute(work)
  return (lately.rows[0]?.count ?? 0) >= mostAnHour ? 'too-many' : 'counted'
}
