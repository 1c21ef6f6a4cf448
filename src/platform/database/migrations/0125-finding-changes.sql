-- What people change of findings, of one or of many at once, so that it can be undone.
create table finding_change (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  made_by text not null,
  made_at timestamptz not null,
  -- the fields that were set, or the ruling that was made
  change jsonb not null,
  findings int not null,
  undone_by text,
  undone_at timestamptz,
  primary key (workspace_id, id)
);
create index finding_change_by_time on finding_change (workspace_id, made_at);
select protect_workspace_table('finding_change');

-- The work on each finding as it was before.
create table finding_change_part (
  workspace_id uuid not null,
  change_id uuid not null,
  finding_id text not null,
  before jsonb not null,
  primary key (workspace_id, change_id, finding_id),
  foreign key (workspace_id, change_id) references finding_change (workspace_id, id) on delete cascade
);
select protect_workspace_table('finding_change_part');

alter table disposition add column change_id uuid;
create index disposition_by_change on disposition (workspace_id, change_id) where change_id is not null;
