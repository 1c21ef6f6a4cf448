import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import { cleanText, type NoTables } from '#platform/database'
import { mentionsIn } from '../mentions.ts'

type Work = Transaction<NoTables>

/** Who comments, and when. */
export interface Commenter {
  workspaceId: string
  by: string
  now: Instant
}

/** A finding has so many comments at most. */
const MOST = 500

/** What somebody wrote about a finding, in Markdown. `body` is `null` once it is deleted. */
export interface Comment {
  id: string
  author: string
  body: string | null
  madeAt: string
  editedAt: string | null
  deletedAt: string | null
}

/** The comments of a finding, oldest first. */
export async function commentsOf(work: Work, findingId: string): Promise<Comment[]> {
  const { rows } = await sql<CommentSql>`select id, author, body, made_at, edited_at, deleted_at from finding_comment
    where finding_id = ${findingId} order by made_at, id limit ${MOST}`.execute(work)
  return rows.map((row) => ({
    id: row.id,
    author: row.author,
    body: row.deleted_at ? null : row.body,
    madeAt: row.made_at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    deletedAt: row.deleted_at?.toISOString() ?? null,
  }))
}

interface CommentSql {
  id: string
  author: string
  body: string
  made_at: Date
  edited_at: Date | null
  deleted_at: Date | null
}

/** Adds a comment and tells those it mentions; `unknown`: words after an `@` that are nobody's name. Problems: `not-found`, `too-many`. */
export async function addComment(
  work: Work,
  { workspaceId, by, now }: Commenter,
  findingId: string,
  body: string,
): Promise<Result<{ id: string; unknown: string[] }>> {
  const { rows } = await sql<{
    count: number
  }>`select (select count(*)::int from finding_comment where finding_id = f.id) as count
    from finding f where f.id = ${findingId}`.execute(work)
  const there = rows[0]
  if (!there) return err(noFinding)
  if (there.count >= MOST) return err(problem('too-many', `a finding has ${MOST} comments at most`))
  const id = randomUUID()
  await sql`insert into finding_comment (workspace_id, id, finding_id, author, body, made_at)
    values (${workspaceId}, ${id}, ${findingId}, ${by}, ${cleanText(body)}, ${now})`.execute(work)
  return ok({ id, unknown: await mention(work, { workspaceId, by, now }, id, body) })
}

/** Changes one's own comment; `unknown` as where it is made. Problem `not-found`. */
export async function editComment(
  work: Work,
  commenter: Commenter,
  id: string,
  body: string,
): Promise<Result<{ finding: string; unknown: string[] }>> {
  const { rows } = await sql<{
    finding: string
  }>`update finding_comment set body = ${cleanText(body)}, edited_at = ${commenter.now}
    where id = ${id} and author = ${commenter.by} and deleted_at is null returning finding_id as finding`.execute(work)
  if (!rows[0]) return err(notOwn)
  return ok({ ...rows[0], unknown: await mention(work, commenter, id, body) })
}

/** Takes the words of a comment away: one's own, or anybody's. That there was one stays. Problem `not-found`. */
export async function deleteComment(
  work: Work,
  { by, now }: Commenter,
  id: string,
  { anybodys }: { anybodys: boolean },
): Promise<Result<{ finding: string }>> {
  const { rows } = await sql<{ finding: string }>`update finding_comment set body = '', deleted_at = ${now}
    where id = ${id} and (author = ${by} or ${anybodys}::boolean) and deleted_at is null
    returning finding_id as finding`.execute(work)
  if (!rows[0]) return err(notOwn)
  await sql`delete from finding_mention where comment_id = ${id}`.execute(work)
  return ok(rows[0])
}

const noFinding = problem('not-found', 'there is no such finding in this workspace')
const notOwn = problem('not-found', 'there is no such comment of yours')

/** Members only, and nobody of what they wrote themselves; who was told once is not told again of an edit. @returns words after an `@` that are nobody's name. */
async function mention(work: Work, { workspaceId, by }: Commenter, commentId: string, body: string): Promise<string[]> {
  const { people, unknown } = mentionsIn(body, body.includes('@') ? await namesOf(work, workspaceId) : [])
  const told = people.filter((name) => name !== by)
  await sql`delete from finding_mention where comment_id = ${commentId} and person <> all (${told}::text[])`.execute(
    work,
  )
  if (told.length > 0)
    await sql`insert into finding_mention (workspace_id, comment_id, person)
      select ${workspaceId}, ${commentId}, person from unnest(${told}::text[]) as person on conflict do nothing`.execute(
      work,
    )
  return unknown
}

/** Names of those who can be told something here. */
async function namesOf(work: Work, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select a.name from membership m join account a on a.id = m.account_id
    where m.workspace_id = ${workspaceId} and m.disabled_at is null`.execute(work)
  return rows.map(({ name }) => name)
}

/** Notes that a person has seen what is said about a finding. Problem `not-found`. @returns how many mentions of them were new. */
export async function seeMentions(work: Work, { by, now }: Commenter, findingId: string): Promise<Result<number>> {
  const { rows } = await sql`select from finding where id = ${findingId}`.execute(work)
  if (rows.length === 0) return err(noFinding)
  const { numAffectedRows } = await sql`update finding_mention m set seen_at = ${now} from finding_comment c
    where c.workspace_id = m.workspace_id and c.id = m.comment_id and c.finding_id = ${findingId}
      and m.person = ${by} and m.seen_at is null`.execute(work)
  return ok(Number(numAffectedRows ?? 0))
}

/** A comment that speaks to a person who has not seen it. */
export interface Mention {
  finding: { id: string; title: string; asset: string }
  author: string
  at: string
  /** The first words of it. */
  words: string
}

const EXCERPT = 160
const SHOWN = 20

/** Comments that speak to a person and that they have not seen, newest first. */
export async function unseenMentions(work: Work, person: string): Promise<Mention[]> {
  const { rows } = await sql<{
    id: string
    title: string
    asset: string
    author: string
    made_at: Date
    words: string
  }>`
    select f.id, f.title, a.name as asset, c.author, c.made_at, left(c.body, ${EXCERPT}) as words
    from finding_mention m
      join finding_comment c on c.workspace_id = m.workspace_id and c.id = m.comment_id
      join finding f on f.workspace_id = c.workspace_id and f.id = c.finding_id
      join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
    where m.person = ${person} and m.seen_at is null order by c.made_at desc, c.id limit ${SHOWN}`.execute(work)
  return rows.map(({ id, title, asset, author, made_at, words }) => ({
    finding: { id, title, asset },
    author,
    at: made_at.toISOString(),
    words,
  }))
}
