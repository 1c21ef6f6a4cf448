import type pg from 'pg'

/** The role all work runs as: owns nothing, is no superuser, cannot bypass row-level security. */
export const APP_ROLE = 'lunette_app'

/** Makes the application role and lets it use what the owner makes, now and later. */
export async function ensureAppRole(client: pg.ClientBase): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
      create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)
  await client.query(
    `do $$ begin execute format('grant ${APP_ROLE} to %I', current_user); exception when others then null; end $$`,
  )
  await client.query(
    `do $$ begin execute format('grant connect, temporary on database %I to ${APP_ROLE}', current_database()); end $$`,
  )
  await client.query(`grant usage on schema public to ${APP_ROLE}`)
  await client.query(`grant select, insert, update, delete, truncate on all tables in schema public to ${APP_ROLE}`)
  await client.query(`grant usage, select on all sequences in schema public to ${APP_ROLE}`)
  await client.query(
    `alter default privileges in schema public grant select, insert, update, delete, truncate on tables to ${APP_ROLE}`,
  )
  await client.query(`alter default privileges in schema public grant usage, select on sequences to ${APP_ROLE}`)
  // TRUNCATE knows no row-level security: tables that several workspaces share are never emptied at once.
  await client.query(`do $$ declare shared text; begin
    for shared in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and (c.relrowsecurity or c.relname like 'audit%' or c.relname = 'migration') loop
      execute format('revoke truncate on %I from ${APP_ROLE}', shared);
    end loop;
  end $$`)
}
