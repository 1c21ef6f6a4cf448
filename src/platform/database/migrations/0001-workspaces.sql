-- Workspaces from the first day: every table with rows of one organisation is protected by `protect_workspace_table`.

create table workspace (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  created_at timestamptz not null default now()
);

insert into workspace (id, slug, name) values ('00000000-0000-4000-8000-000000000001', 'default', 'Default');

-- Instance-wide settings; secrets are encrypted before they come here.
create table setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null default now()
);

-- Rows are visible and writable only inside `inWorkspace`, also for the owner.
create function protect_workspace_table(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy only_this_workspace on %s using (workspace_id = nullif(current_setting(''lunette.workspace_id'', true), '''')::uuid)
       with check (workspace_id = nullif(current_setting(''lunette.workspace_id'', true), '''')::uuid)', target);
end $$;
revoke execute on function protect_workspace_table(regclass) from public;
