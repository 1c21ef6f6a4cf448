-- Where exposure and assurance meet: what a control rests on, what puts it in doubt, how its evaluations were judged, and
-- which AI was found in what is imported.

-- Parts of its system by name; a safeguard that is the vendor's own; the share of failures that it may have.
alter table control add column rests_on text[] not null default '{}';
alter table control add column vendor_safeguard text;
alter table control add column most_failures double precision;

-- Where a part runs: assets by name, the address at which it answers, and the gateway in front of it.
alter table ai_part add column assets text[] not null default '{}';
alter table ai_part add column endpoint text;
alter table ai_part add column behind text;
-- What a CycloneDX document says of it besides, as it came.
alter table ai_part add column bom json;

-- What a person said of AI that was found. An accepted one is a part of its system and runs on its asset.
create table ai_discovery (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- the asset, and a digest of the use and the product
  id text not null,
  asset_id text not null,
  use text not null,
  product text not null,
  -- accepted | rejected
  decision text not null,
  system_slug text,
  part_kind text,
  note text,
  decided_by text not null,
  decided_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);

-- What was seen where it listens is little of an inventory.
create index component_listening on component (workspace_id, lower(name))
  where present and (location like 'tcp/%' or location like 'udp/%');

-- Findings that put a control in doubt now, and since when: what a review has to answer.
create table control_doubt (
  workspace_id uuid not null,
  control_id text not null,
  -- known-exploited | bypassed
  kind text not null,
  finding_id text not null,
  since timestamptz not null,
  primary key (workspace_id, control_id, kind, finding_id),
  foreign key (workspace_id, control_id) references control (workspace_id, id) on delete cascade
);

-- How the runs of a control were judged one after another: a function of the set of its runs. Runs of the same cases are
-- one series; a control fails as long as one of its series does.
create table evaluation_gate (
  workspace_id uuid not null,
  control_id text not null,
  run_id text not null,
  at timestamptz not null,
  -- the first run of its series
  series_id text not null,
  -- the run it was compared with; null: there was none
  baseline_id text,
  -- pass | fail | undecided
  verdict text not null,
  -- since the run in which it began; null: the series is not failing
  failing_since timestamptz,
  -- what decided, in words
  reason text not null,
  -- the run that the next one of the series is compared with
  next_baseline_id text not null,
  primary key (workspace_id, control_id, run_id),
  foreign key (workspace_id, run_id) references evaluation_run (workspace_id, id) on delete cascade,
  foreign key (workspace_id, control_id) references control (workspace_id, id) on delete cascade
);
create index evaluation_gate_by_time on evaluation_gate (workspace_id, control_id, series_id, at desc, run_id desc);
alter table evaluation_run add column judged boolean not null default false;
create index evaluation_run_to_judge on evaluation_run (workspace_id) where not judged;

select protect_workspace_table('ai_discovery');
select protect_workspace_table('control_doubt');
select protect_workspace_table('evaluation_gate');
