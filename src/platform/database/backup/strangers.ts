import type pg from 'pg'
import { knownMigrations, migrate } from '../migrate.ts'

/**
 * What lies in the schema that no migration makes: others' tables, views, functions, types and extensions, which a
 * restore would drop with the schema. Finds out by making the schema anew inside the caller's transaction, and takes it
 * back.
 */
export async function strangersOf(client: pg.ClientBase): Promise<string[]> {
  const there = await objectsOf(client)
  await client.query('savepoint strangers')
  try {
    await client.query('drop schema public cascade')
    await client.query('create schema public')
    const made = await migrate(client, knownMigrations(), { within: true })
    if (!made.ok) throw new Error(made.error.message)
    const ours = new Set(await objectsOf(client))
    return there.filter((name) => !ours.has(name))
  } finally {
    await client.query('rollback to savepoint strangers')
  }
}

/** What belongs to an extension is named by the extension; what belongs to a table, by the table. */
async function objectsOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    with held as (select oid from pg_namespace where nspname = 'public'),
      of_extension as (select classid, objid from pg_depend where deptype = 'e')
    select 'extension ' || extname as name from pg_extension where extnamespace in (select oid from held)
    union all
    select case relkind when 'v' then 'view ' when 'm' then 'materialized view ' when 'S' then 'sequence '
        when 'f' then 'foreign table ' else 'table ' end || relname
      from pg_class where relnamespace in (select oid from held) and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and ('pg_class'::regclass, oid) not in (select * from of_extension)
    union all
    select 'function ' || proname || '(' || pg_get_function_identity_arguments(oid) || ')'
      from pg_proc where pronamespace in (select oid from held)
        and ('pg_proc'::regclass, oid) not in (select * from of_extension)
    union all
    select 'type ' || typname from pg_type where typnamespace in (select oid from held) and typtype in ('e', 'd')
        and ('pg_type'::regclass, oid) not in (select * from of_extension)
    order by 1`)
  return rows.map(({ name }) => name)
}
