import { type RawBuilder, sql } from 'kysely'
import type { Facets, Page } from '#contract'
import type { Invitation, PeopleListQuery, PeopleSort, Person } from '#contract/people'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import { cutPage, pageLimit } from './cursor.ts'
import { conditionsOf, type FilterSql, facetsOf, orderOf, type SqlOrder } from './sql-list.ts'

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

const seenAt = sql<Date | null>`(select max(s.seen_at) from session s
  where s.account_id = a.id and s.workspace_id = m.workspace_id)`
const peopleTables = sql`membership m join account a on a.id = m.account_id`

const peopleFilter: FilterSql = {
  role: sql`m.role`,
  state: sql`case when m.disabled_at is null then 'active' else 'suspended' end`,
}

const microseconds = (at: RawBuilder<unknown>) => sql`(extract(epoch from ${at}) * 1000000)::bigint`

const peopleOrders: Readonly<Record<PeopleSort, SqlOrder>> = {
  joined: { by: microseconds(sql`m.joined_at`), as: 'smallest' },
  name: { by: sql`a.name`, as: 'text' },
  seen: { by: sql`coalesce(${microseconds(seenAt)}, 0)`, as: 'largest' },
}

/** The people of a workspace under a filter, in the order asked for, with the exact count. */
export async function listPeople(
  database: Database,
  workspaceId: string,
  query: PeopleListQuery,
): Promise<Page<Person>> {
  const where = conditions(workspaceId, query.filter)
  const { key, after, orderBy } = orderOf(peopleOrders[query.sort], sql`a.id::text`, query.cursor)
  const { rows } = await sql<PersonSql>`
    select a.id, a.name, m.role, m.disabled_at is not null as disabled, a.runs_instance, m.from_provider, m.joined_at,
      exists (select from second_factor f where f.account_id = a.id and f.confirmed_at is not null) as second_factor,
      ${seenAt} as seen_at, ${key} as sort
    from ${peopleTables} where ${where} and ${after} order by ${orderBy} ${pageLimit(query)}`.execute(database.instance)
  const counted = await sql<{ total: number }>`select count(*)::int as total from ${peopleTables}
    where ${where}`.execute(database.instance)
  const page = cutPage(rows, query.limit, ({ sort, id }) => ({ key: sort, id }))
  return { rows: page.rows.map(personOf), total: counted.rows[0]?.total ?? 0, next: page.next }
}

/** For each facet of people its values with exact counts. */
export function peopleFacets(database: Database, workspaceId: string, filter: string): Promise<Facets> {
  return facetsOf(database.instance, peopleFilter, peopleTables, (key) => conditions(workspaceId, filter, key))
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

function conditions(workspaceId: string, filter: string, except?: string): RawBuilder<unknown> {
  return sql`m.workspace_id = ${workspaceId} and ${conditionsOf(filter, peopleFilter, sql`a.name`, except)}`
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
