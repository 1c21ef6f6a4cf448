-- What one look took for a weakness and a second one has to confirm before it is called one.
create table surface_suspicion (
  workspace_id uuid not null,
  -- as the observation would have it
  id text not null,
  vantage text not null,
  run_id uuid not null,
  at timestamptz not null,
  primary key (workspace_id, id)
);
select protect_workspace_table('surface_suspicion');
