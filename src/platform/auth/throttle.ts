import { sql } from 'kysely'
import { err, type Instant, type Problem, problem, type Result } from '#core/kernel'
import type { Database } from '#platform/database'
import { hashToken } from './tokens.ts'

const FREE_FAILURES = 5
/** An address may be a whole office or, on loopback, everybody: it gets more tries than a name. */
const FREE_FAILURES_OF_ADDRESS = 50
const FIRST_WAIT_MS = 2_000
const LONGEST_WAIT_MS = 15 * 60_000
const FORGET_MS = 24 * 3_600_000

/** Milliseconds until another attempt is heard: none for the first `free` failures, then doubling from two seconds to a quarter of an hour. */
export function waitAfter(failures: number, sinceLastMs: number, free = FREE_FAILURES): number {
  if (failures < free || sinceLastMs >= FORGET_MS) return 0
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - free))
  return Math.max(0, wait - sinceLastMs)
}

/** Subjects are the name tried (known or not, so that an answer tells nothing) and the address. */
export function throttleSubjects(name: string, address: string): string[] {
  return [hashToken(`name:${name.toLowerCase()}`), hashToken(`address:${address}`)]
}

/**
 * Takes one attempt, counted as failed until `attemptWorked`: however many come at once, no more are heard than are free.
 * Returns the milliseconds to wait where it is refused, which does not count, or 0.
 */
export async function takeAttempt(database: Database, subjects: readonly string[], now: Instant): Promise<number> {
  return database.inTransaction(async (work) => {
    // The rows are locked in one order, made where missing, so that parallel attempts stand in line.
    const { rows } = await sql<{ subject: string; failures: number; last_at: Date }>`
      insert into login_failure (subject, failures, last_at)
      select subject, 0, ${now}::timestamptz from unnest(${subjects}::text[]) subject order by subject
      on conflict (subject) do update set failures = login_failure.failures
      returning subject, failures, last_at`.execute(work)
    const wait = Math.max(
      0,
      ...rows.map((row) =>
        waitAfter(row.failures, Date.parse(now) - row.last_at.getTime(), freeOf(row.subject, subjects)),
      ),
    )
    if (wait > 0) return wait
    await sql`update login_failure set last_at = ${now},
      failures = case when last_at < ${now}::timestamptz - interval '1 day' then 1 else least(failures + 1, 1000) end
      where subject = any (${subjects})`.execute(work)
    return 0
  })
}

/** An attempt that worked clears its name; its address is only given back the one attempt. */
export async function attemptWorked(database: Database, [name, address]: readonly string[]): Promise<void> {
  await sql`delete from login_failure where subject = ${name}`.execute(database.instance)
  await sql`update login_failure set failures = greatest(failures - 1, 0) where subject = ${address}`.execute(
    database.instance,
  )
}

/** Runs a check that may be guessed at; it counts with the sign-ins of the same name and address. Problem: `too-many-attempts`. */
export async function throttled<T>(
  database: Database,
  who: { name: string; address: string },
  now: Instant,
  check: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const subjects = throttleSubjects(who.name, who.address)
  const wait = await takeAttempt(database, subjects, now)
  if (wait > 0) return err(tooManyAttempts(wait))
  const checked = await check()
  if (checked.ok) await attemptWorked(database, subjects)
  return checked
}

/** Why an attempt was not heard: when the next one will be. */
export class Wait {
  readonly seconds: number

  constructor(seconds: number) {
    this.seconds = seconds
  }
}

export function tooManyAttempts(waitMs: number): Problem {
  const wait = new Wait(Math.ceil(waitMs / 1_000))
  return problem('too-many-attempts', `too many failed logins: try again in ${wait.seconds} seconds`, wait)
}

/** Gives back an attempt that neither failed nor succeeded. */
export async function returnAttempt(database: Database, subjects: readonly string[]): Promise<void> {
  await sql`update login_failure set failures = greatest(failures - 1, 0) where subject = any (${subjects})`.execute(
    database.instance,
  )
}

/** The name's subject comes first, the address's second. */
function freeOf(subject: string, [name]: readonly string[]): number {
  return subject === name ? FREE_FAILURES : FREE_FAILURES_OF_ADDRESS
}
