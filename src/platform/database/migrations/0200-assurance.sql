-- AI systems, the controls that guard them, the scenarios they guard against, and the evidence of whether they hold.

-- What is said of an asset of kind ai-system.
create table ai_system (
  workspace_id uuid not null,
  asset_id text not null,
  -- the id people gave it in their register
  slug text not null,
  purpose text not null,
  role text not null,
  autonomy text not null,
  oversight text,
  data_classes text[] not null default '{}',
  -- 1 fully closed … 7 fully open weights; null: nobody said
  access_level smallint check (access_level between 1 and 7),
  changed_at timestamptz not null,
  primary key (workspace_id, asset_id),
  unique (workspace_id, slug),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);

create table ai_part (
  workspace_id uuid not null,
  asset_id text not null,
  position smallint not null,
  kind text not null,
  name text not null,
  version text,
  vendor text,
  purl text,
  access_level smallint check (access_level between 1 and 7),
  primary key (workspace_id, asset_id, position),
  foreign key (workspace_id, asset_id) references ai_system (workspace_id, asset_id) on delete cascade
);

create table control (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  name text not null,
  owner text,
  claim text not null,
  measure text,
  -- the system it guards, and the version of what does the guarding
  system_slug text,
  version text,
  framework_refs text[] not null default '{}',
  review_days integer not null,
  half_life_days integer not null,
  -- seconds after which a probe that came through says nothing of now
  probe_interval_seconds integer not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id)
);

-- A scenario is the entry of the risk register.
create table scenario (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  title text not null,
  owner text,
  harm text not null,
  -- events a year that its owner can live with; null: nobody said
  appetite double precision,
  treatment text not null,
  treatment_until date,
  -- attempts a year: value, basis, source, expiry
  attempts jsonb not null,
  -- what must be the case besides, each with its probability
  enabling jsonb not null,
  consequence jsonb not null,
  review_days integer not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id)
);

create table barrier (
  workspace_id uuid not null,
  scenario_id text not null,
  position smallint not null,
  control_id text not null,
  layer text not null,
  -- what could defeat it together with others of the same tag
  causes text[] not null default '{}',
  primary key (workspace_id, scenario_id, position),
  foreign key (workspace_id, scenario_id) references scenario (workspace_id, id) on delete cascade,
  foreign key (workspace_id, control_id) references control (workspace_id, id)
);
create index barrier_by_control on barrier (workspace_id, control_id);

-- A dated belief about the world.
create table assumption (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  title text not null,
  value double precision not null,
  unit text not null,
  source text not null,
  stated_on date not null,
  expires_on date not null,
  changed_at timestamptz not null,
  primary key (workspace_id, id)
);

create table evaluation_run (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  importer text not null,
  tool text not null,
  name text not null,
  target text,
  target_version text,
  control_id text,
  at timestamptz not null,
  imported_at timestamptz not null,
  imported_by text not null,
  cases integer not null,
  passed integer not null,
  failed integer not null,
  undecided integer not null,
  outcome jsonb not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, control_id) references control (workspace_id, id)
);
create index evaluation_run_by_time on evaluation_run (workspace_id, at desc, id);

create table evaluation_case (
  workspace_id uuid not null,
  run_id text not null,
  position integer not null,
  key text not null,
  cluster text,
  stratum text,
  control_id text,
  -- pass | fail | insufficient, of so many attempts
  result text not null,
  attempts integer not null,
  passed integer not null,
  -- why it failed, bounded; prompts and answers are not kept
  note text,
  primary key (workspace_id, run_id, position),
  foreign key (workspace_id, run_id) references evaluation_run (workspace_id, id) on delete cascade
);
create index evaluation_case_by_key on evaluation_case (workspace_id, key, run_id);

-- Append-only and hash-chained, as the audit log is: the chain holds salted digests, the words can be erased.
create table evidence (
  workspace_id uuid not null references workspace (id),
  position bigint not null,
  -- when it was observed
  at timestamptz not null,
  recorded_at timestamptz not null,
  content_digest text not null,
  digest text not null,
  primary key (workspace_id, position)
);

create table evidence_detail (
  workspace_id uuid not null,
  position bigint not null,
  salt text not null,
  -- evaluation | probe | incident | near-miss | review | attestation | telemetry | exposure
  kind text not null,
  -- efficacy | coverage | liveness
  aspect text not null,
  -- pass | fail | insufficient | not-applicable
  result text not null,
  demands integer not null,
  weight double precision not null,
  control_id text not null,
  subject_version text,
  source text not null,
  at timestamptz not null,
  note text,
  primary key (workspace_id, position),
  foreign key (workspace_id, position) references evidence (workspace_id, position)
);
create index evidence_by_control on evidence_detail (workspace_id, control_id, aspect, at desc, position desc)
  include (result);

-- The same, summed by day as it is written: what a control is credited is asked for all the time.
create table evidence_day (
  workspace_id uuid not null references workspace (id),
  control_id text not null,
  aspect text not null,
  day date not null,
  kind text not null,
  result text not null,
  -- '' where the evidence names none
  subject_version text not null,
  demands bigint not null,
  weighted double precision not null,
  pieces integer not null,
  primary key (workspace_id, control_id, aspect, day, kind, result, subject_version)
);

select protect_workspace_table('ai_system');
select protect_workspace_table('ai_part');
select protect_workspace_table('control');
select protect_workspace_table('scenario');
select protect_workspace_table('barrier');
select protect_workspace_table('assumption');
select protect_workspace_table('evaluation_run');
select protect_workspace_table('evaluation_case');
select protect_workspace_table('evidence');
select protect_workspace_table('evidence_detail');
select protect_workspace_table('evidence_day');

-- What was recorded stays as it was: neither the application nor the owner may change it. Words may be erased, not replaced.
create trigger evidence_is_append_only before update or delete on evidence for each row execute function refuse_change();
create trigger evidence_is_not_emptied before truncate on evidence for each statement execute function refuse_change();
create trigger evidence_detail_is_not_rewritten before update on evidence_detail
  for each row execute function refuse_change();
