import { sql, type Transaction } from 'kysely'
import { cleanText, type NoTables } from '#platform/database'

type Work = Transaction<NoTables>

const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`)

/** A version of a playbook as it is kept. */
export interface StoredPlaybook {
  id: string
  version: number
  title: string
  body: string
  madeBy: string
  madeAt: string
}

/** Versions of playbooks, newest first. @param id only of this one; else the newest of each */
export async function readPlaybooks(work: Work, id?: string): Promise<StoredPlaybook[]> {
  const columns = sql`id, version, title, body, made_by as "madeBy", ${iso('made_at')} as "madeAt"`
  const { rows } =
    id === undefined
      ? await sql<StoredPlaybook>`select distinct on (id) ${columns} from playbook order by id, version desc`.execute(
          work,
        )
      : await sql<StoredPlaybook>`select ${columns} from playbook where id = ${id} order by version desc`.execute(work)
  return rows
}

/** Keeps a further version. Returns its number. */
export async function addPlaybookVersion(
  work: Work,
  workspaceId: string,
  { id, title, body }: Pick<StoredPlaybook, 'id' | 'title' | 'body'>,
  { by, now }: { by: string; now: string },
): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    insert into playbook (workspace_id, id, version, title, body, made_by, made_at)
    select ${workspaceId}, ${id}, coalesce(max(version), 0) + 1, ${cleanText(title)}, ${cleanText(body)}, ${by}, ${now}
    from playbook where id = ${id} returning version`.execute(work)
  return rows[0]!.version
}

/** A playbook that a case runs, with who ticked which step when. */
export interface RunningPlaybook {
  playbookId: string
  version: number
  startedBy: string
  startedAt: string
  body: string
  done: { position: number; by: string; at: string; note: string | null }[]
}

export async function runningPlaybooks(work: Work, caseId: string): Promise<RunningPlaybook[]> {
  const { rows } = await sql<Omit<RunningPlaybook, 'done'> & { done: RunningPlaybook['done'] | null }>`
    select r.playbook_id as "playbookId", r.version, r.started_by as "startedBy", ${iso('r.started_at')} as "startedAt", p.body,
      (select json_agg(json_build_object('position', s.position, 'by', s.done_by, 'at', ${iso('s.done_at')}, 'note', s.note)
          order by s.position) from case_step s
        where s.workspace_id = r.workspace_id and s.case_id = r.case_id and s.playbook_id = r.playbook_id) as done
    from case_playbook r join playbook p on p.workspace_id = r.workspace_id and p.id = r.playbook_id and p.version = r.version
    where r.case_id = ${caseId} order by r.started_at, r.playbook_id`.execute(work)
  return rows.map((row) => ({ ...row, done: row.done ?? [] }))
}

/** Lets a case run a version; one that runs already goes on as it is. */
export async function startPlaybook(
  work: Work,
  workspaceId: string,
  { caseId, playbookId, version }: { caseId: string; playbookId: string; version: number },
  { by, now }: { by: string; now: string },
): Promise<void> {
  await sql`insert into case_playbook (workspace_id, case_id, playbook_id, version, started_by, started_at)
    values (${workspaceId}, ${caseId}, ${playbookId}, ${version}, ${by}, ${now}) on conflict do nothing`.execute(work)
}

/** Ticks a step, or takes the tick back. */
export async function tickStep(
  work: Work,
  workspaceId: string,
  step: { caseId: string; playbookId: string; position: number; done: boolean; note: string | null },
  { by, now }: { by: string; now: string },
): Promise<void> {
  const { caseId, playbookId, position, done, note } = step
  if (done)
    await sql`insert into case_step (workspace_id, case_id, playbook_id, position, done_by, done_at, note)
      values (${workspaceId}, ${caseId}, ${playbookId}, ${position}, ${by}, ${now}, ${note === null ? null : cleanText(note)})
      on conflict do nothing`.execute(work)
  else
    await sql`delete from case_step where case_id = ${caseId} and playbook_id = ${playbookId} and position = ${position}`.execute(
      work,
    )
}
