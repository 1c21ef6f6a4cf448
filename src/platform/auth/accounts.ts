import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { Database, NoTables } from '#platform/database'
import { hashPassword, verifyPassword } from './password.ts'
import { attemptWorked, takeAttempt, throttleSubjects, tooManyAttempts } from './throttle.ts'

export interface Account {
  id: string
  name: string
}

/** A hash nobody's password made: unknown names take as long as known ones. */
const decoy = hashPassword('no account has this name')

/** True once any account exists. */
export async function hasAccounts(database: Database): Promise<boolean> {
  const { rows } = await sql`select 1 from account limit 1`.execute(database.instance)
  return rows.length > 0
}

/** Makes an account inside the caller's transaction; the password is hashed before by `hashPassword`. */
export async function insertAccount(
  work: Transaction<NoTables>,
  account: { name: string; passwordHash: string },
  now: Instant,
): Promise<Result<Account>> {
  const { rows } = await sql<{ id: string }>`
    insert into account (name, password_hash, created_at) values (${account.name}, ${account.passwordHash}, ${now})
    on conflict do nothing returning id`.execute(work)
  const row = rows[0]
  if (!row) return err(problem('name-taken', `an account named "${account.name}" exists: choose another name`))
  return ok({ id: row.id, name: account.name })
}

/** A name and password as somebody gave them, and from where. */
export interface Attempt {
  name: string
  password: string
  address: string
}

/** Checks a name and password. Wrong name and wrong password answer alike, in words and in time. */
export async function authenticate(database: Database, attempt: Attempt, now: Instant): Promise<Result<Account>> {
  const checked = await checkPassword(database, attempt, now)
  if (checked.ok) await attemptWorked(database, checked.value.subjects)
  return checked.ok ? ok(checked.value.account) : checked
}

/** The same, with the attempt still counted as failed: the caller asks for more before it says that it worked. */
export async function checkPassword(
  database: Database,
  attempt: Attempt,
  now: Instant,
): Promise<Result<{ account: Account; subjects: string[] }>> {
  const subjects = throttleSubjects(attempt.name, attempt.address)
  const wait = await takeAttempt(database, subjects, now)
  if (wait > 0) return err(tooManyAttempts(wait))
  const { rows } = await sql<{ id: string; name: string; password_hash: string }>`
    select id, name, password_hash from account where lower(name) = lower(${attempt.name}) and disabled_at is null`.execute(
    database.instance,
  )
  const account = rows[0]
  // Somebody who signs in elsewhere has no password: that takes as long to find out.
  const matches = await verifyPassword(attempt.password, account?.password_hash || (await decoy))
  if (!account || !matches) return err(problem('wrong-credentials', 'name or password is wrong'))
  return ok({ account: { id: account.id, name: account.name }, subjects })
}

/** Replaces the password of someone who knows the present one. Ends no session: the caller does, in the same transaction. */
export async function replacePassword(
  database: Database,
  account: Account,
  change: { current: string; next: string; address: string },
  now: Instant,
  also: (work: Transaction<NoTables>) => Promise<void>,
): Promise<Result<void>> {
  const known = await authenticate(
    database,
    { name: account.name, password: change.current, address: change.address },
    now,
  )
  if (!known.ok)
    return known.error.code === 'wrong-credentials'
      ? err(problem('wrong-password', 'the present password is wrong'))
      : known
  const passwordHash = await hashPassword(change.next)
  await database.inTransaction(async (work) => {
    await setPassword(work, account.id, passwordHash)
    await also(work)
  })
  return ok(undefined)
}

/** Sets the password's hash inside the caller's transaction. */
export async function setPassword(work: Transaction<NoTables>, accountId: string, passwordHash: string): Promise<void> {
  await sql`update account set password_hash = ${passwordHash} where id = ${accountId}`.execute(work)
}
