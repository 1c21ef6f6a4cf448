-- A person's ruling on findings: why, for what, resting on what, until when. A finding it covers is suppressed as long as
-- what it rests on is as it was and its end has not come; then the finding is open again, with the reason.

create table disposition (
  workspace_id uuid not null,
  id uuid not null,
  -- false-positive | accepted | not-affected
  status text not null,
  -- finding: this finding; component: this version of this component, on any asset; asset: everything on this asset;
  -- workspace: everywhere
  scope text not null,
  vulnerability_id text not null,
  finding_id text,
  component_key text,
  component_version text,
  asset_id text,
  -- the facts it rests on, by name; the ruling holds for a finding that has all of them
  anchor jsonb not null,
  -- VEX justification, where the status is not-affected
  justification text,
  reason text not null,
  made_by text not null,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  primary key (workspace_id, id),
  check (scope <> 'finding' or finding_id is not null),
  check (scope <> 'component' or component_key is not null),
  check (scope <> 'asset' or asset_id is not null)
);
create index disposition_by_vulnerability on disposition (workspace_id, vulnerability_id) where revoked_at is null;
create index disposition_by_end on disposition (workspace_id, ends_at) where revoked_at is null;
select protect_workspace_table('disposition');

-- What a ruling may rest on, as it is now: version, advisory (what the sources say), exposure, exploitation.
alter table finding add column anchor jsonb not null default '{}';
alter table finding add column disposition_id uuid;
create index finding_suppressed on finding (workspace_id, disposition_id) where disposition_id is not null;

-- Work on a finding, kept apart from what is seen: assessing never touches it.
create table finding_work (
  workspace_id uuid not null,
  finding_id text not null,
  -- in-progress | claimed-fixed (waits for the next witness)
  progress text,
  assignee text,
  team text,
  -- overrides the decision's own date
  due_at timestamptz,
  ticket_url text,
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (workspace_id, finding_id),
  foreign key (workspace_id, finding_id) references finding (workspace_id, id) on delete cascade
);
create index finding_work_by_assignee on finding_work (workspace_id, assignee);
select protect_workspace_table('finding_work');

create table finding_comment (
  workspace_id uuid not null,
  id uuid not null,
  finding_id text not null,
  author text not null,
  -- Markdown as written; it is sanitised where it is shown
  body text not null,
  made_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, finding_id) references finding (workspace_id, id) on delete cascade
);
create index finding_comment_by_finding on finding_comment (workspace_id, finding_id, made_at);
select protect_workspace_table('finding_comment');
