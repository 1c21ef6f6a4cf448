-- Incidents, near misses, hazards and exercises: what happened, which barriers held, and what was changed because of it.

create table assurance_case (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- incident | near-miss | hazard | exercise
  kind text not null,
  title text not null,
  summary text not null,
  -- what hangs together: a case of the same pattern reopens one that was closed
  pattern text,
  system_slug text,
  -- when it began, as far as known: exact where both are the same
  occurred_from timestamptz,
  occurred_to timestamptz,
  detected_at timestamptz,
  contained_at timestamptz,
  reported_at timestamptz not null,
  reported_by text not null,
  -- open | closed
  state text not null,
  closed_at timestamptz,
  closed_by text,
  reopened_why text,
  primary key (workspace_id, id)
);
create index case_by_state on assurance_case (workspace_id, state, reported_at desc, id);
create index case_by_pattern on assurance_case (workspace_id, pattern) where pattern is not null;

create table case_barrier (
  workspace_id uuid not null,
  case_id uuid not null,
  control_id text not null,
  -- held | failed | missing
  outcome text not null,
  note text,
  said_by text not null,
  said_at timestamptz not null,
  primary key (workspace_id, case_id, control_id),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade,
  foreign key (workspace_id, control_id) references control (workspace_id, id)
);

-- What was changed because of a case; or why nothing is, and until when.
create table case_change (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  control_id text not null,
  -- control | playbook | exception
  kind text not null,
  what text not null,
  -- when it took effect: the regression case failed before and passes after
  made_at timestamptz not null,
  made_by text not null,
  regression_key text,
  owner text,
  next_review date,
  -- of an exception
  until date,
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade,
  foreign key (workspace_id, control_id) references control (workspace_id, id),
  check ((kind = 'exception') = (until is not null))
);
create index case_change_by_case on case_change (workspace_id, case_id, made_at);

-- Failures from before a verified change count no more: the change was proven by a case that failed before and passes since.
alter table control add column failures_from timestamptz;

select protect_workspace_table('assurance_case');
select protect_workspace_table('case_barrier');
select protect_workspace_table('case_change');
