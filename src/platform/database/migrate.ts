import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { err, ok, problem, type Result } from '#core/kernel'

/** One numbered step, applied once, in order, never changed after it landed. */
export interface Migration {
  name: string
  sql: string
  checksum: string
}

const folder = fileURLToPath(new URL('migrations', import.meta.url))
/** Any constant of our own: two processes must not migrate at the same time. */
const LOCK = 7_350_001

/** The migrations this version knows, in order. */
export function knownMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => {
      const sql = readFileSync(join(folder, file), 'utf8')
      return { name: file.slice(0, -'.sql'.length), sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

export interface MigrateOptions {
  /** Inside the caller's transaction, instead of one per migration. */
  within?: boolean
}

/**
 * Brings the database to the newest level: each migration in a transaction of its own, so that one that fails takes back
 * none before it; all in one where nothing is there to keep.
 * Problems: `newer-database` (a later version wrote it), `changed-migration` (an applied file was edited).
 */
export async function migrate(
  client: pg.ClientBase,
  migrations: readonly Migration[] = knownMigrations(),
  { within = false }: MigrateOptions = {},
): Promise<Result<string[]>> {
  await client.query(within ? 'select pg_advisory_xact_lock($1)' : 'select pg_advisory_lock($1)', [LOCK])
  try {
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    )
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from migration order by name',
    )
    const mismatch = findMismatch(rows, migrations)
    if (mismatch) return err(mismatch)
    const applied = new Set(rows.map((row) => row.name))
    const missing = migrations.filter((migration) => !applied.has(migration.name))
    const steps = within || applied.size === 0 ? [missing] : missing.map((migration) => [migration])
    for (const step of steps) {
      if (within) await apply(client, step)
      else await inTransaction(client, () => apply(client, step))
    }
    return ok(missing.map((migration) => migration.name))
  } finally {
    if (!within) await client.query('select pg_advisory_unlock($1)', [LOCK])
  }
}

/** Whether these are all migrations of this version, as they are here. */
export function isNewest(applied: readonly { name: string; checksum: string }[]): boolean {
  const known = knownMigrations()
  return (
    applied.length === known.length &&
    known.every(({ name, checksum }, index) => applied[index]?.name === name && applied[index].checksum === checksum)
  )
}

function findMismatch(applied: readonly { name: string; checksum: string }[], known: readonly Migration[]) {
  const byName = new Map(known.map((migration) => [migration.name, migration]))
  for (const { name, checksum } of applied) {
    const migration = byName.get(name)
    if (!migration)
      return problem(
        'newer-database',
        `the database was written by a newer version of Lunette (it has ${name}): install that version, or restore an older backup`,
      )
    if (migration.checksum !== checksum)
      return problem(
        'changed-migration',
        `migration ${name} differs from the one that was applied: restore the original file and add a new migration instead`,
      )
  }
  return undefined
}

async function inTransaction(client: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback')
    throw cause
  }
}

/** Row-level security is forced again once, at the end: to do so around every migration took longer than they do. */
async function apply(client: pg.ClientBase, migrations: readonly Migration[]): Promise<void> {
  for (const { name, sql, checksum } of migrations) {
    try {
      await forceRowSecurity(client, false)
      await client.query(sql)
      await client.query('insert into migration (name, checksum) values ($1, $2)', [name, checksum])
    } catch (cause) {
      throw new Error(`migration ${name} failed: ${(cause as Error).message}`, { cause })
    }
  }
  await forceRowSecurity(client, true)
}

/**
 * A migration changes the rows of all workspaces, but forced row-level security would show an owner who is no superuser
 * none of them. Rolled back with the migration; the tables are locked until its transaction ends.
 */
function forceRowSecurity(client: pg.ClientBase, force: boolean): Promise<unknown> {
  return client.query(`do $$
    declare protected regclass;
    begin
      for protected in select oid from pg_class where relkind = 'r' and relrowsecurity
        and relforcerowsecurity <> ${force} and relnamespace = current_schema()::regnamespace order by oid
      loop
        execute format('alter table %s ${force ? 'force' : 'no force'} row level security', protected);
      end loop;
    end $$`)
}
