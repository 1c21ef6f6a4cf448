import { sql } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import type { SecretBox } from '#platform/secrets'
import { hashToken, newToken } from '../tokens.ts'
import type { FlowChecks } from './client.ts'

const LIFE_MS = 10 * 60_000

/** Keeps what must be checked when the browser is back; the returned token goes into a cookie of that browser alone. */
export async function keepFlow(
  database: Database,
  secrets: SecretBox,
  flow: { checks: FlowChecks; accountId?: string | undefined },
  now: Instant,
): Promise<string> {
  const token = newToken()
  const hash = hashToken(token)
  const expires = new Date(Date.parse(now) + LIFE_MS).toISOString()
  await sql`delete from identity_flow where expires_at <= ${now}`.execute(database.instance)
  await sql`insert into identity_flow (token_hash, sealed_checks, account_id, expires_at)
    values (${hash}, ${secrets.seal(JSON.stringify(flow.checks), purposeOf(hash))}, ${flow.accountId ?? null}, ${expires})`.execute(
    database.instance,
  )
  return token
}

/** Takes a flow, once. Problem: `sign-in-expired`. */
export async function takeFlow(
  database: Database,
  secrets: SecretBox,
  token: string,
  now: Instant,
): Promise<Result<{ checks: FlowChecks; accountId: string | null }>> {
  const hash = hashToken(token)
  const { rows } = await sql<{ sealed_checks: string; account_id: string | null }>`
    delete from identity_flow where token_hash = ${hash} and expires_at > ${now} returning sealed_checks, account_id`.execute(
    database.instance,
  )
  const row = rows[0]
  if (!row)
    return err(problem('sign-in-expired', 'this sign-in was not begun in this browser, or took too long: begin again'))
  const opened = secrets.open(row.sealed_checks, purposeOf(hash))
  return opened.ok ? ok({ checks: JSON.parse(opened.value) as FlowChecks, accountId: row.account_id }) : opened
}

function purposeOf(hash: string): string {
  return `sign-in ${hash}`
}
