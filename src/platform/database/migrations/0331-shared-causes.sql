alter table evaluation_run
  -- version of the control that was tested, as whoever brought the report in said
  add column subject_version text;

-- How much the failures of controls come from a shared cause, by cases that all of them met. Derived: measured anew when cases
-- come in, and held against the controls as they are when it is used.
create table shared_cause_measure (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- ids of the controls, sorted
  controls text[] not null,
  -- what of the controls it holds for: their versions, and since when their failures count
  terms text not null,
  cases integer not null,
  clusters integer not null,
  -- cases in which all of them failed
  together integer not null,
  -- share of the cases in which each failed
  failures double precision[] not null,
  -- null: some control never failed, so that nothing can be said
  point double precision,
  upper double precision,
  measured_at timestamptz not null,
  -- until its oldest case is older than evidence of its control is believed
  holds_until timestamptz not null,
  primary key (workspace_id, controls)
);
select protect_workspace_table('shared_cause_measure');
