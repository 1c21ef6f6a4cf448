import { randomUUID } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import type { NoTables } from '#platform/database'

type Work = Transaction<NoTables>

/** A list as somebody saved it. */
export interface SavedView {
  id: string
  list: string
  name: string
  filter: string
  sort: string | null
  columns: string[] | null
  shared: boolean
  by: string
  /** Made by the person who asks. */
  own: boolean
}

export interface ViewOwner {
  accountId: string
  workspaceId: string
}

const MOST_OWN = 100
const MOST_LISTED = 500

/** A person's views and those shared with the workspace, by name. */
export async function listViews(work: Work, { accountId }: ViewOwner): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    select v.id, v.list, v.name, v.filter, v.sort, v.columns, v.shared, a.name as by, v.account_id = ${accountId} as own
    from saved_view v join account a on a.id = v.account_id where v.account_id = ${accountId} or v.shared
    order by own desc, v.name, v.id limit ${MOST_LISTED}`.execute(work)
  return rows
}

/** Saves a view; one's own of the same list and name is replaced. Problem: `too-many-views`. */
export async function saveView(
  work: Work,
  owner: ViewOwner,
  view: Pick<SavedView, 'list' | 'name' | 'filter' | 'sort' | 'columns' | 'shared'>,
  now: Instant,
): Promise<Result<{ id: string }>> {
  const { rows: held } = await sql<{ count: number }>`select count(*)::int as count from saved_view
    where account_id = ${owner.accountId} and (list, name) <> (${view.list}, ${view.name})`.execute(work)
  if ((held[0]?.count ?? 0) >= MOST_OWN)
    return err(problem('too-many-views', `you have ${MOST_OWN} saved views here: delete some that you do not use`))
  const { rows } = await sql<{ id: string }>`
    insert into saved_view (workspace_id, id, account_id, list, name, filter, sort, columns, shared, made_at)
    values (${owner.workspaceId}, ${randomUUID()}, ${owner.accountId}, ${view.list}, ${view.name}, ${view.filter},
      ${view.sort}, ${view.columns}, ${view.shared}, ${now})
    on conflict (workspace_id, account_id, list, name) do update set filter = excluded.filter, sort = excluded.sort,
      columns = excluded.columns, shared = excluded.shared, made_at = excluded.made_at
    returning id`.execute(work)
  return ok({ id: rows[0]!.id })
}

/** Deletes one's own view, or with `anybodys` a shared one of others. @returns its name; `undefined`: there is no such view. */
export async function deleteView(
  work: Work,
  { accountId }: ViewOwner,
  id: string,
  anybodys: boolean,
): Promise<{ name: string; list: string; shared: boolean } | undefined> {
  const { rows } = await sql<{ name: string; list: string; shared: boolean }>`delete from saved_view
    where id = ${id} and (account_id = ${accountId} or (shared and ${anybodys})) returning name, list, shared`.execute(
    work,
  )
  return rows[0]
}
