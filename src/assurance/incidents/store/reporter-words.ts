import { createHash, randomInt, randomUUID } from 'node:crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import { cleanText, type NoTables } from '#platform/database'

/** Something said between whoever reported a case and who works on it. */
export interface CaseWord {
  at: string
  /** `null`: whoever reported it. */
  by: string | null
  words: string
}

/** Letters and digits that nobody takes for another; 25 of them are 124 bits. */
const LETTERS = '23456789abcdefghjkmnpqrstuvwxyz'
const GROUPS = 5
const GROUP = 5

/** However it was written down: with capitals, spaces, without its hyphens. */
function hashOf(code: string): string {
  return createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest('base64url')
}

/** A code by which whoever reported a case comes back; it is told this once, and kept as its digest. */
export async function issueReportCode(
  work: Transaction<NoTables>,
  workspaceId: string,
  caseId: string,
  now: string,
): Promise<string> {
  const letters = () => Array.from({ length: GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  const code = Array.from({ length: GROUPS }, letters).join('-')
  await sql`insert into report_code (code_hash, workspace_id, case_id, made_at)
    values (${hashOf(code)}, ${workspaceId}, ${caseId}, ${now})`.execute(work)
  return code
}

/** The case behind a code. Read before any workspace is known. */
export async function caseOfCode(
  instance: Kysely<NoTables>,
  code: string,
): Promise<{ workspaceId: string; caseId: string } | undefined> {
  const { rows } = await sql<{ workspaceId: string; caseId: string }>`
    select workspace_id as "workspaceId", case_id as "caseId" from report_code
    where code_hash = ${hashOf(code)}`.execute(instance)
  return rows[0]
}

/** Whether whoever reported a case can come back to it: only then an answer reaches them. */
export async function hasReportCode(
  work: Transaction<NoTables>,
  workspaceId: string,
  caseId: string,
): Promise<boolean> {
  const { rows } = await sql`select from report_code
    where workspace_id = ${workspaceId} and case_id = ${caseId}`.execute(work)
  return rows.length > 0
}

/** What was said, oldest first. */
export async function wordsOfCase(work: Transaction<NoTables>, caseId: string): Promise<CaseWord[]> {
  const { rows } = await sql<Omit<CaseWord, 'at'> & { at: Date }>`
    select at, said_by as by, words from case_word where case_id = ${caseId} order by at, id`.execute(work)
  return rows.map(({ at, ...word }) => ({ at: at.toISOString(), ...word }))
}

/** Cases in which whoever reported them spoke last. */
export async function unansweredCases(work: Transaction<NoTables>): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from (
      select distinct on (case_id) case_id as id, said_by from case_word order by case_id, at desc, id desc) as last
    where said_by is null`.execute(work)
  return new Set(rows.map(({ id }) => id))
}

export async function addCaseWord(
  work: Transaction<NoTables>,
  workspaceId: string,
  caseId: string,
  { at, by, words }: CaseWord,
): Promise<void> {
  await sql`insert into case_word (workspace_id, id, case_id, at, said_by, words)
    values (${workspaceId}, ${randomUUID()}, ${caseId}, ${at}, ${by}, ${cleanText(words)})`.execute(work)
}
