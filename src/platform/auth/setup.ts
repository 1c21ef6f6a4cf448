import { sql, type Transaction } from 'kysely'
import { commandLine, err, type Instant, ok, problem, type Result } from '#core/kernel'
import { attempt, type Database, type NoTables } from '#platform/database'
import { type Account, insertAccount } from './accounts.ts'
import { hashPassword } from './password.ts'
import { hashToken, newToken } from './tokens.ts'

const LINK_MS = 24 * 3_600_000

/** Issues a one-time administrator token, valid for a day; earlier unused ones stop working. Print it as `<origin>/setup#<token>`. */
export async function issueSetupToken(database: Database, now: Instant): Promise<string> {
  const token = newToken()
  const expires = new Date(Date.parse(now) + LINK_MS).toISOString()
  await database.inTransaction(async (work) => {
    await sql`delete from setup_link where used_at is null`.execute(work)
    await sql`insert into setup_link (token_hash, created_at, expires_at) values (${hashToken(token)}, ${now}, ${expires})`.execute(
      work,
    )
  })
  return token
}

/** Exchanges a one-time token for an administrator of every workspace; `also` runs in the same transaction. */
export async function redeemSetupToken(
  database: Database,
  request: { token: string; name: string; password: string },
  now: Instant,
  also: (work: Transaction<NoTables>, account: Account) => Promise<void>,
): Promise<Result<Account>> {
  const passwordHash = await hashPassword(request.password)
  return attempt(database, async (work) => {
    const { rows } = await sql`update setup_link set used_at = ${now}
      where token_hash = ${hashToken(request.token)} and used_at is null and expires_at > ${now} returning 1`.execute(
      work,
    )
    if (rows.length === 0) {
      return err(
        problem(
          'setup-link-invalid',
          `this link was used or has expired: run "${commandLine('admin-link')}" for a new one`,
        ),
      )
    }
    const made = await insertAccount(work, { name: request.name, passwordHash }, now)
    if (!made.ok) return made
    await sql`update account set runs_instance = true where id = ${made.value.id}`.execute(work)
    await sql`insert into membership (account_id, workspace_id, role) select ${made.value.id}, id, 'admin' from workspace`.execute(
      work,
    )
    await also(work, made.value)
    return ok(made.value)
  })
}
