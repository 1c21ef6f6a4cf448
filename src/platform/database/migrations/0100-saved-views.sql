-- Lists as a person saved them: a filter, an order and columns under a name, for oneself or for the workspace.
create table saved_view (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  account_id uuid not null references account (id) on delete cascade,
  -- findings | assets | vulnerabilities
  list text not null,
  name text not null,
  filter text not null,
  sort text,
  columns text[],
  shared boolean not null default false,
  made_at timestamptz not null,
  primary key (workspace_id, id),
  unique (workspace_id, account_id, list, name)
);
create index saved_view_by_account on saved_view (account_id);
select protect_workspace_table('saved_view');
