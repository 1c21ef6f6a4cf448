import { sql } from 'kysely'
import { type ListQuery, type Page, parseFilter } from '#contract'
import type { Invitation, Person } from '#contract/people'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import { cutPage, pageLimit, readCursor } from './cursor.ts'

interface PersonSql {
  id: string
  name: string
  role: Person['role']
  disabled: boolean
  runs_instance: boolean
  from_provider: boolean
  second_factor: boolean
  joined_at: Date
  seen_at: Date | null
  sort: string
}

/** The people of a workspace, who joined first before who joined later. */
export async function listPeople(database: Database, workspaceId: string, query: ListQuery): Promise<Page<Person>> {
  const cursor = readCursor(query.cursor)
  const where = sql`m.workspace_id = ${workspaceId}${conditions(query.filter)}`
  const after = cursor ? sql`where (p.sort, p.id) > (${cursor.key}::bigint, ${cursor.id}::uuid)` : sql``
  const { rows } = await sql<PersonSql>`select p.* from (
      select a.id, a.name, m.role, m.disabled_at is not null as disabled, a.runs_instance, m.from_provider, m.joined_at,
        exists (select from second_factor f where f.account_id = a.id and f.confirmed_at is not null) as second_factor,
        (select max(s.seen_at) from session s where s.account_id = a.id and s.workspace_id = m.workspace_id) as seen_at,
        (extract(epoch from m.joined_at) * 1000000)::bigint as sort
      from membership m join account a on a.id = m.account_id where ${where}) p
    ${after} order by p.sort, p.id ${pageLimit(query)}`.execute(database.instance)
  const counted = await sql<{ total: number }>`select count(*)::int as total from membership m
    join account a on a.id = m.account_id where ${where}`.execute(database.instance)
  const page = cutPage(rows, query.limit, (row) => ({ key: row.sort, id: row.id }))
  return { rows: page.rows.map(personOf), total: counted.rows[0]?.total ?? 0, next: page.next }
}

/** Invitations of a workspace that nobody has used yet, newest first. */
export async function openInvitations(database: Database, workspaceId: string, now: Instant): Promise<Invitation[]> {
  const { rows } = await sql<{
    id: string
    role: Invitation['role']
    name: string | null
    made_by: string
    created_at: Date
    expires_at: Date
  }>`select id, role, name, made_by, created_at, expires_at from account_link
    where workspace_id = ${workspaceId} and kind = 'invitation' and used_at is null and expires_at > ${now}
    order by created_at desc, id limit 200`.execute(database.instance)
  return rows.map(({ made_by, created_at, expires_at, ...row }) => ({
    ...row,
    madeBy: made_by,
    createdAt: created_at.toISOString(),
    expiresAt: expires_at.toISOString(),
  }))
}

function conditions(filter: string) {
  const { terms, text } = parseFilter(filter)
  const parts = terms.map(({ key, values, not }) => {
    const test =
      key === 'role'
        ? sql`m.role = any (${values})`
        : sql`case when m.disabled_at is null then 'active' else 'suspended' end = any (${values})`
    return not ? sql` and not (${test})` : sql` and ${test}`
  })
  if (text !== '') parts.push(sql` and strpos(lower(a.name), lower(${text})) > 0`)
  return sql.join(parts, sql``)
}

function personOf(row: PersonSql): Person {
  return {
    id: row.id,
    name: row.name,
    role: row.role,
    disabled: row.disabled,
    runsInstance: row.runs_instance,
    fromProvider: row.from_provider,
    secondFactor: row.second_factor,
    joinedAt: row.joined_at.toISOString(),
    seenAt: row.seen_at?.toISOString() ?? null,
  }
}
