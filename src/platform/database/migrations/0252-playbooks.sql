-- What to do when something happens: Markdown, every version kept.
create table playbook (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  version integer not null,
  title text not null,
  body text not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (workspace_id, id, version)
);

-- A case that runs one, in the version of that day.
create table case_playbook (
  workspace_id uuid not null,
  case_id uuid not null,
  playbook_id text not null,
  version integer not null,
  started_by text not null,
  started_at timestamptz not null,
  primary key (workspace_id, case_id, playbook_id),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade,
  foreign key (workspace_id, playbook_id, version) references playbook (workspace_id, id, version)
);

create table case_step (
  workspace_id uuid not null,
  case_id uuid not null,
  playbook_id text not null,
  position smallint not null,
  done_by text not null,
  done_at timestamptz not null,
  note text,
  primary key (workspace_id, case_id, playbook_id, position),
  foreign key (workspace_id, case_id, playbook_id) references case_playbook (workspace_id, case_id, playbook_id) on delete cascade
);

-- Of a change to a playbook: which one, and the version that came of it.
alter table case_change add column playbook_id text, add column playbook_version integer;

select protect_workspace_table('playbook');
select protect_workspace_table('case_playbook');
select protect_workspace_table('case_step');
