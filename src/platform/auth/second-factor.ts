import { randomBytes, randomInt } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'
import type { SecretBox } from '#platform/secrets'
import { hashToken } from './tokens.ts'
import { base32, matchingStep, otpauthUri } from './totp.ts'

/** RFC 4226 asks for 128 bits at least and recommends 160. */
const SECRET_BYTES = 20
const RECOVERY_CODES = 10
/** No letters and digits that look alike. */
const recoveryLetters = 'abcdefghjkmnpqrstuvwxyz23456789'
const RECOVERY_LENGTH = 12

/** Whether an account has a second factor, since when, and how many recovery codes are left. */
export interface SecondFactorState {
  since: Instant | null
  recoveryCodes: number
}

export async function secondFactorState(work: Kysely<NoTables>, accountId: string): Promise<SecondFactorState> {
  const { rows } = await sql<{ confirmed_at: Date | null; left: number }>`select f.confirmed_at,
      (select count(*)::int from recovery_code c where c.account_id = f.account_id and c.used_at is null) as left
    from second_factor f where f.account_id = ${accountId}`.execute(work)
  const row = rows[0]
  return row?.confirmed_at
    ? { since: row.confirmed_at.toISOString() as Instant, recoveryCodes: row.left }
    : { since: null, recoveryCodes: 0 }
}

/** Makes a secret that is asked for only after a first code proved that the device has it. Problem: `second-factor-on`. */
export async function beginSecondFactor(
  work: Transaction<NoTables>,
  secrets: SecretBox,
  account: { id: string; name: string },
  now: Instant,
): Promise<Result<{ secret: string; uri: string }>> {
  const secret = randomBytes(SECRET_BYTES)
  const sealed = secrets.seal(secret.toString('base64url'), purposeOf(account.id))
  const { rows } = await sql`insert into second_factor (account_id, sealed_secret, created_at)
    values (${account.id}, ${sealed}, ${now})
    on conflict (account_id) do update set sealed_secret = excluded.sealed_secret, created_at = excluded.created_at, last_step = 0
      where second_factor.confirmed_at is null
    returning 1`.execute(work)
  if (rows.length === 0)
    return err(problem('second-factor-on', 'a second factor is on already: turn it off before you set up another'))
  return ok({ secret: base32(secret), uri: otpauthUri(account.name, secret) })
}

/** Turns it on with a first code. Returns the recovery codes, this once; they are kept as hashes. Problem: `wrong-code`. */
export async function confirmSecondFactor(
  work: Transaction<NoTables>,
  secrets: SecretBox,
  accountId: string,
  code: string,
  now: Instant,
): Promise<Result<string[]>> {
  const used = await useTotp(work, secrets, accountId, code, now, 'not confirmed')
  if (!used.ok) return used
  if (!used.value) return err(wrongCode)
  await sql`update second_factor set confirmed_at = ${now} where account_id = ${accountId}`.execute(work)
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await sql`delete from recovery_code where account_id = ${accountId}`.execute(work)
  await sql`insert into recovery_code (account_id, code_hash)
    select ${accountId}, hash from unnest(${codes.map((written) => hashOf(accountId, written))}::text[]) hash`.execute(
    work,
  )
  return ok(codes)
}

/** Takes a code of the device or a recovery code; each works once. Problems: `wrong-code`, `secret-unreadable`. */
export async function useSecondFactor(
  work: Kysely<NoTables>,
  secrets: SecretBox,
  accountId: string,
  code: string,
  now: Instant,
): Promise<Result<{ recovery: boolean }>> {
  const written = code.replace(/[\s-]/g, '').toLowerCase()
  if (written.length === RECOVERY_LENGTH) {
    const { rows } = await sql`update recovery_code set used_at = ${now}
      where account_id = ${accountId} and code_hash = ${hashOf(accountId, written)} and used_at is null returning 1`.execute(
      work,
    )
    return rows.length > 0 ? ok({ recovery: true }) : err(wrongCode)
  }
  const used = await useTotp(work, secrets, accountId, written, now, 'confirmed')
  if (!used.ok) return used
  return used.value ? ok({ recovery: false }) : err(wrongCode)
}

/** Turns it off; `false` when there was none. */
export async function removeSecondFactor(work: Transaction<NoTables>, accountId: string): Promise<boolean> {
  const { rows } = await sql`delete from second_factor where account_id = ${accountId} returning 1`.execute(work)
  return rows.length > 0
}

/** The step is noted by the same statement that checks it is new: of two requests with one code one wins. */
async function useTotp(
  work: Kysely<NoTables>,
  secrets: SecretBox,
  accountId: string,
  code: string,
  now: Instant,
  state: 'confirmed' | 'not confirmed',
): Promise<Result<boolean>> {
  const { rows } = await sql<{ sealed_secret: string; last_step: string }>`select sealed_secret, last_step
    from second_factor where account_id = ${accountId} and (confirmed_at is not null) = ${state === 'confirmed'}`.execute(
    work,
  )
  const row = rows[0]
  if (!row) return ok(false)
  const secret = secrets.open(row.sealed_secret, purposeOf(accountId))
  if (!secret.ok) return secret
  const step = matchingStep(Buffer.from(secret.value, 'base64url'), code, Date.parse(now), Number(row.last_step))
  if (step === undefined) return ok(false)
  const taken = await sql`update second_factor set last_step = ${step}
    where account_id = ${accountId} and last_step < ${step} returning 1`.execute(work)
  return ok(taken.rows.length > 0)
}

function newRecoveryCode(): string {
  return Array.from({ length: RECOVERY_LENGTH }, () => recoveryLetters[randomInt(recoveryLetters.length)]).join('')
}

function hashOf(accountId: string, code: string): string {
  return hashToken(`recovery:${accountId}:${code}`)
}

function purposeOf(accountId: string): string {
  return `second factor of ${accountId}`
}

const wrongCode = problem('wrong-code', 'this code is wrong or was used already: wait for the next one')
