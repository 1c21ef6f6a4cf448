-- What discovery saw: runs, what each asset is to the organisation, observations that come and go, and what was sent.

create table discovery_run (
  workspace_id uuid not null,
  -- the job's id
  id uuid not null,
  -- running | complete | partial | stopped | failed
  state text not null,
  seeds jsonb not null,
  vantage text not null,
  started_by text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  stage text,
  -- what was seen, and what was sent; counted
  counts jsonb not null default '{}',
  sent jsonb not null default '{}',
  -- what could not be looked at, bounded
  troubles jsonb not null default '[]',
  problem text,
  primary key (workspace_id, id)
);
create index discovery_run_by_time on discovery_run (workspace_id, started_at desc);
select protect_workspace_table('discovery_run');

create table surface_asset (
  workspace_id uuid not null,
  asset_id text not null,
  -- candidate | owned | dependency | monitor-only | rejected
  standing text not null,
  confidence smallint not null,
  reason text not null,
  path jsonb not null,
  -- how many steps from a seed
  distance smallint not null,
  vantage text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  run_id uuid not null,
  -- complete runs in a row that did not see it
  missed smallint not null default 0,
  gone_at timestamptz,
  primary key (workspace_id, asset_id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);
create index surface_asset_by_standing on surface_asset (workspace_id, standing, asset_id);
select protect_workspace_table('surface_asset');

create table observation (
  workspace_id uuid not null,
  -- digest of kind and key
  id text not null,
  -- records | service | certificate | weakness
  kind text not null,
  -- `MX shop.example`, `192.0.2.7:443/tcp`, a fingerprint, rule and subject
  key text not null,
  -- whose it is
  asset_id text not null,
  value jsonb not null,
  -- digest of what matters in `value`: another one is a change
  digest text not null,
  source text not null,
  vantage text not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  run_id uuid not null,
  missed smallint not null default 0,
  gone_at timestamptz,
  -- the value that the feed of changes told last; null: nothing was told of it, or that it is gone
  told jsonb,
  told_digest text,
  primary key (workspace_id, id)
);
create index observation_by_asset on observation (workspace_id, asset_id, kind, key);
create index observation_by_run on observation (workspace_id, run_id) where gone_at is null;
select protect_workspace_table('observation');

create table surface_change (
  workspace_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null,
  run_id uuid not null,
  -- host | port | service | product | certificate | login-page | record | weakness
  kind text not null,
  -- new | vanished | changed
  change text not null,
  asset_id text not null,
  -- what it is about, in words: `443/tcp`, `MX`
  subject text not null,
  before text,
  after text,
  primary key (workspace_id, id)
);
-- A run that is taken up again says nothing twice.
create unique index surface_change_once on surface_change (workspace_id, run_id, kind, change, asset_id, md5(subject), md5(coalesce(after, '')));
create index surface_change_by_asset on surface_change (workspace_id, asset_id, id desc);
select protect_workspace_table('surface_change');

-- What was recorded of an asset last: the same again is not recorded again.
create table surface_recording (
  workspace_id uuid not null,
  asset_id text not null,
  digest text not null,
  recorded_at timestamptz not null,
  primary key (workspace_id, asset_id)
);
select protect_workspace_table('surface_recording');

-- What a run that goes on has said, batch by batch: one that is taken up again knows it. Deleted when the run ends.
create table discovery_journal (
  workspace_id uuid not null,
  run_id uuid not null,
  id bigint generated always as identity,
  said jsonb not null,
  primary key (workspace_id, run_id, id),
  foreign key (workspace_id, run_id) references discovery_run (workspace_id, id) on delete cascade
);
select protect_workspace_table('discovery_journal');

-- Every probe: of one address, in the order of sending. `outcomes` are places in the list of the code.
create table probe_log (
  workspace_id uuid not null,
  id bigint generated always as identity,
  run_id uuid not null,
  address text not null,
  transport text not null,
  at timestamptz not null,
  -- of each probe: port, milliseconds after `at`, how it went
  ports int[] not null,
  after_ms int[] not null,
  outcomes smallint[] not null,
  primary key (workspace_id, id)
);
create index probe_log_by_run on probe_log (workspace_id, run_id, id);
select protect_workspace_table('probe_log');
