-- A duty to report that may follow from a case, with its clock. While it is open it is timed by the newest version of its
-- rule; once filed it keeps the version and the times of that day.
create table case_obligation (
  workspace_id uuid not null,
  case_id uuid not null,
  rule_id text not null,
  -- when the clock began: as its rule says, mostly when one became aware
  started_at timestamptz not null,
  -- open | filed | not-applicable
  state text not null,
  note text,
  -- of one that was filed
  filed_at timestamptz,
  rule_version integer,
  due_at timestamptz,
  said_by text not null,
  said_at timestamptz not null,
  primary key (workspace_id, case_id, rule_id),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade,
  check ((state = 'filed') = (filed_at is not null and rule_version is not null and due_at is not null))
);

-- By whose calendar clocks of days run.
create table obligation_calendar (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  time_zone text not null,
  holidays date[] not null,
  changed_by text not null,
  changed_at timestamptz not null
);

select protect_workspace_table('case_obligation');
select protect_workspace_table('obligation_calendar');
