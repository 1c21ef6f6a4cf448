import { sql } from 'kysely'
import type { AuditEntry, NamedAuditEntry } from '#contract/audit'
import type { Database } from '#platform/database'

type Name = NonNullable<NamedAuditEntry['subject']> & { id: string }

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** No id is longer; what people wrote mostly is. */
const MOST_ID = 64

const findingName = sql`concat(coalesce(f.vulnerability_id, f.title), ' on ', a.name)`

/**
 * Entries with what they are about, and what else their details name by an id, as it is called now. Read each time and
 * never recorded: the chain binds what was written. Of the instance's own trail only accounts are looked up, nothing of
 * a workspace.
 */
export async function nameSubjects(
  database: Database,
  workspaceId: string | undefined,
  entries: readonly AuditEntry[],
): Promise<NamedAuditEntry[]> {
  const ids = [...new Set(entries.flatMap((entry) => [entry.target ?? '', ...idsIn(entry.detail)]))]
  const named = ids.some((id) => id !== '') ? await namesOf(database, workspaceId, ids) : []
  const names = new Map(named.map((name) => [name.id, name]))
  return entries.map((entry) => {
    const { id: _, ...subject } = names.get(entry.target ?? '') ?? { id: '' }
    const others = idsIn(entry.detail).flatMap((id) => (id === entry.target ? [] : (names.get(id) ?? [])))
    return { ...entry, subject: 'name' in subject ? subject : null, names: others }
  })
}

/** Values of the details that may be ids: short, by themselves or in a list. */
function idsIn(detail: AuditEntry['detail']): string[] {
  const values = Object.values(detail ?? {}).flat()
  const short = values.filter((value): value is string => typeof value === 'string' && value.length <= MOST_ID)
  return [...new Set(short)]
}

async function namesOf(database: Database, workspaceId: string | undefined, ids: readonly string[]): Promise<Name[]> {
  const uuids = ids.filter((id) => UUID.test(id))
  if (workspaceId === undefined) {
    const { rows } = await database.inTransaction((work) =>
      sql<Name>`select id::text, 'person' as kind, name from account where id = any (${uuids}::uuid[])`.execute(work),
    )
    return rows
  }
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<Name>`
      select f.id, 'finding' as kind, ${findingName} as name
        from finding f join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
        where f.id = any (${ids}::text[])
      union all select id, 'asset', name from asset where id = any (${ids}::text[])
      union all select id::text, 'target', name from notifier_target where id = any (${uuids}::uuid[])
      union all select a.id::text, 'person', a.name from membership m join account a on a.id = m.account_id
        where m.workspace_id = ${workspaceId} and a.id = any (${uuids}::uuid[])
      union all select d.id::text, 'ruling', ${rulingName}
        from disposition d left join finding f on f.workspace_id = d.workspace_id and f.id = d.finding_id
          left join asset a on a.workspace_id = d.workspace_id and a.id = coalesce(d.asset_id, f.asset_id)
        where d.id = any (${uuids}::uuid[])
      union all select c.id::text, 'change', concat(${findingName},
          case when c.findings > 1 then concat(' and ', c.findings - 1, ' more') end)
        from finding_change c
          cross join lateral (
            select finding_id from finding_change_part p where p.workspace_id = c.workspace_id and p.change_id = c.id
            union all select finding_id from disposition d
              where d.workspace_id = c.workspace_id and d.change_id = c.id and d.finding_id is not null
            limit 1) one
          join finding f on f.workspace_id = c.workspace_id and f.id = one.finding_id
          join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
        where c.id = any (${uuids}::uuid[])`.execute(work),
  )
  return rows
}

const rulingName = sql`concat(coalesce(nullif(d.vulnerability_id, ''), f.title), case d.scope
  when 'component' then concat_ws(' ', ' in', d.component_key, d.component_version, array_to_string(d.other_versions, ' '))
  when 'workspace' then ' everywhere'
  else concat(' on ', a.name) end)`
