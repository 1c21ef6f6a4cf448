-- Several processes share the jobs of one database. Work that waits for one of them has an empty worker.

alter table job add column progress jsonb;
-- The data folder that holds what the work needs (uploads, the knowledge index): only processes on it take it up.
alter table job add column place text;
create index job_by_acceptance on job (accepted_at);

-- How work ended, for the servers whose people follow it; forgotten after an hour.
create table job_end (
  id uuid primary key,
  workspace_id uuid references workspace (id) on delete cascade,
  -- done | failed | stopped
  state text not null,
  result jsonb,
  problem jsonb,
  ended_at timestamptz not null default now()
);
create index job_end_by_time on job_end (ended_at);
