-- Watching the surface: how often what is looked at, how closely a run looked, and what is told of at once.

-- names | certificates | ports | services | deep
alter table discovery_run add look text not null default 'deep';

create table discovery_schedule (
  workspace_id uuid not null,
  look text not null,
  every_minutes int not null,
  -- moved on, with some chance, whenever a run is begun
  next_at timestamptz not null,
  primary key (workspace_id, look)
);
select protect_workspace_table('discovery_schedule');

-- Which changes make a notice at once, which wait for the digest, which none; the narrowest rule decides.
create table surface_notice_rule (
  workspace_id uuid not null,
  -- of a change; '*': every kind
  kind text not null,
  -- new | vanished | changed; '*': any
  change text not null,
  -- a name or address; a domain and a range hold for what lies in them; '*': every asset
  asset text not null,
  -- instant | digest | none
  tell text not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (workspace_id, kind, change, asset)
);
select protect_workspace_table('surface_notice_rule');

-- How a change is told (instant | digest | none), and since when it is decided; null: the run goes on, or told before there were rules.
alter table surface_change add tell text, add told_at timestamptz;
create index surface_change_for_digest on surface_change (workspace_id, told_at) where tell = 'digest';

-- A small company took four minutes, waiting for its own budget; who has set theirs keeps it.
alter table discovery_settings alter column per_host set default 100, alter column per_network set default 2000;
