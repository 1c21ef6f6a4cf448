import type pg from 'pg'
import { type Problem, problem } from '#core/kernel'

/** What all work may do hangs on this role: it owns nothing, is no superuser, cannot bypass row-level security. */
export const APP_ROLE = 'lunette_app'

/** The audit trail and the evidence grow and never change (law 9): words are erased by the owner alone, when their retention ends. */
const appendOnly = ['audit_entry', 'audit_detail', 'evidence', 'evidence_detail']

/** Makes the application role and lets it use what the owner makes, now and later. Throws where the owner may not. */
export async function ensureAppRole(client: pg.ClientBase): Promise<void> {
  await client.query(`do $$ begin
    if not exists (select from pg_roles where rolname = '${APP_ROLE}') then
      create role ${APP_ROLE} nologin nosuperuser nobypassrls nocreatedb nocreaterole;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$`)
  await client.query(`do $$ begin
    if not pg_has_role(current_user, '${APP_ROLE}', 'member') then
      execute format('grant ${APP_ROLE} to %I', current_user);
    end if;
  end $$`)
  await client.query(
    `do $$ begin execute format('grant connect, temporary on database %I to ${APP_ROLE}', current_database()); end $$`,
  )
  await client.query(`grant usage on schema public to ${APP_ROLE}`)
  await grantTables(client)
  await client.query(`grant usage, select on all sequences in schema public to ${APP_ROLE}`)
  await client.query(
    `alter default privileges in schema public grant select, insert, update, delete, truncate on tables to ${APP_ROLE}`,
  )
  await client.query(`alter default privileges in schema public grant usage, select on sequences to ${APP_ROLE}`)
}

/**
 * In one statement, so that nobody ever sees more rights than are meant. TRUNCATE knows no row-level security: tables
 * that several workspaces share are never emptied at once.
 */
async function grantTables(client: pg.ClientBase): Promise<void> {
  await client.query(`do $$ declare found record; begin
    for found in select c.relname, c.relrowsecurity or c.relname = 'migration' as shared, c.relname = any ('{${appendOnly.join()}}') as append_only
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') loop
      execute format('grant select, insert on %I to ${APP_ROLE}', found.relname);
      if found.append_only then
        execute format('revoke update, delete, truncate on %I from ${APP_ROLE}', found.relname);
      else
        execute format('grant update, delete on %I to ${APP_ROLE}', found.relname);
        execute format(case when found.shared then 'revoke truncate on %I from ${APP_ROLE}' else 'grant truncate on %I to ${APP_ROLE}' end, found.relname);
      end if;
    end loop;
  end $$`)
}

/** The owner's rights do not suffice: what a superuser of the server runs once, in order. */
export function missingRights(owner: string, database: string, cause: { message: string }): Problem {
  const name = quoted(owner)
  const steps = [
    `create role ${APP_ROLE} nologin;`,
    `grant ${APP_ROLE} to ${name};`,
    `alter database ${quoted(database)} owner to ${name};`,
  ]
  return problem(
    'missing-rights',
    `the database user ${owner} may not set up Lunette (${cause.message}). Run this as a superuser of ${database}, leaving out what is there: ${steps.join(' ')} Or let it make roles itself: alter role ${name} createrole;`,
    cause,
  )
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
