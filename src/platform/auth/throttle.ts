import { sql } from 'kysely'
import type { Instant } from '#core/kernel'
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

/** The longest wait any of the subjects has to keep, in milliseconds. */
export async function loginWait(database: Database, subjects: readonly string[], now: Instant): Promise<number> {
  const { rows } = await sql<{ subject: string; failures: number; last_at: Date }>`
    select subject, failures, last_at from login_failure where subject = any (${subjects})`.execute(database.instance)
  return Math.max(
    0,
    ...rows.map((row) =>
      waitAfter(row.failures, Date.parse(now) - row.last_at.getTime(), freeOf(row.subject, subjects)),
    ),
  )
}

/** Counts one failure for each subject; failures older than a day are forgotten. */
export async function noteFailure(database: Database, subjects: readonly string[], now: Instant): Promise<void> {
  await sql`insert into login_failure (subject, failures, last_at)
    select subject, 1, ${now}::timestamptz from unnest(${subjects}::text[]) subject
    on conflict (subject) do update set last_at = excluded.last_at,
      failures = case when login_failure.last_at < excluded.last_at - interval '1 day' then 1
        else least(login_failure.failures + 1, 1000) end`.execute(database.instance)
}

/** A login that worked clears its subjects. */
export async function forgetFailures(database: Database, subjects: readonly string[]): Promise<void> {
  await sql`delete from login_failure where subject = any (${subjects})`.execute(database.instance)
}

/** The name's subject comes first, the address's second. */
function freeOf(subject: string, [name]: readonly string[]): number {
  return subject === name ? FREE_FAILURES : FREE_FAILURES_OF_ADDRESS
}
