-- Runs of our own runner: what was ordered, and every attempt, noted before anything of it is sent.
create table evaluation_order (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  name text not null,
  -- kept until the run has ended; then its digest only
  dataset text,
  dataset_digest text not null,
  gateway_id text not null,
  judge_id text,
  control_id text,
  subject_version text,
  terms jsonb not null,
  ordered_at timestamptz not null,
  ordered_by text not null,
  -- running | done | stopped | held-up
  state text not null,
  -- a person asked for the stop
  stop_asked boolean not null default false,
  -- when something of it was noted last: whether somebody is at it
  beat_at timestamptz not null,
  ended_at timestamptz,
  -- why it was held up, or why it needed no more
  why text,
  planned integer not null default 0,
  -- what it has spent
  requests integer not null default 0,
  tokens bigint not null default 0,
  -- the run that came of it, and what was measured besides
  run_id text,
  measures jsonb,
  primary key (workspace_id, id)
);
create index evaluation_order_by_time on evaluation_order (workspace_id, ordered_at desc, id);
select protect_workspace_table('evaluation_order');

create table evaluation_attempt (
  workspace_id uuid not null,
  order_id uuid not null,
  key text not null,
  attempt integer not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  -- pass | fail | insufficient
  result text,
  note text,
  is_judged boolean not null default false,
  primary key (workspace_id, order_id, key, attempt),
  foreign key (workspace_id, order_id) references evaluation_order (workspace_id, id) on delete cascade
);
select protect_workspace_table('evaluation_attempt');
