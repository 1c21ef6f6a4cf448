-- Findings: one table for everything wrong. Identity: kind + asset + vulnerability or rule + component without version + location.

create table finding (
  workspace_id uuid not null,
  id text not null,
  kind text not null default 'vulnerability',
  asset_id text not null,
  vulnerability_id text,
  rule_id text,
  -- purl (or CPE, or name) without version
  component_key text not null,
  location text not null default '',
  title text not null,
  -- open | resolved
  state text not null,
  -- how it ended: gone (component no longer seen), fixed (version left the range), superseded (knowledge changed)
  resolution text,
  verdict text not null,
  method text not null,
  source text not null,
  record_id text not null,
  ecosystem text,
  component_name text not null,
  component_version text,
  fixed_version text,
  -- now | soon | scheduled | defer
  urgency text not null,
  outcome text not null,
  outcome_label text not null,
  decision_table text not null,
  -- weakest basis among the inputs that decided
  basis text not null,
  why text not null,
  -- decision, then basis, then exploitation, then EPSS band, then CVSS: larger is more urgent
  rank bigint not null,
  kev boolean not null default false,
  exploitation text not null,
  cvss real,
  epss real,
  priority jsonb not null,
  match jsonb not null,
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  resolved_at timestamptz,
  -- when the present urgency was first reached; the due clock starts here
  priority_since timestamptz not null,
  due_at timestamptz,
  digest text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);
create index finding_list on finding (workspace_id, rank desc, id desc) include (state, urgency, ecosystem, kev, asset_id, verdict) where state = 'open';
create index finding_by_vulnerability on finding (workspace_id, vulnerability_id);
create index finding_by_asset on finding (workspace_id, asset_id, rank desc, id desc);

-- Which component versions, seen by which import, show the finding.
create table finding_witness (
  workspace_id uuid not null,
  finding_id text not null,
  component_id text not null,
  import_id text not null,
  primary key (workspace_id, finding_id, component_id, import_id),
  foreign key (workspace_id, finding_id) references finding (workspace_id, id) on delete cascade,
  foreign key (workspace_id, component_id) references component (workspace_id, id) on delete cascade
);

-- Every change of state or urgency, with the reason. History is exempt from order-freeness.
create table finding_event (
  workspace_id uuid not null,
  id bigint generated always as identity,
  finding_id text not null,
  at timestamptz not null,
  kind text not null,
  detail jsonb not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, finding_id) references finding (workspace_id, id) on delete cascade
);
create index finding_event_by_finding on finding_event (workspace_id, finding_id, id);

-- What could not be judged at the last matching, per asset and ecosystem: shown above every list.
create table coverage (
  workspace_id uuid not null,
  asset_id text not null,
  ecosystem text not null,
  components int not null,
  covered int not null,
  no_knowledge int not null,
  no_version int not null,
  no_identity int not null,
  matched_at timestamptz not null,
  primary key (workspace_id, asset_id, ecosystem),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);

select protect_workspace_table('finding');
select protect_workspace_table('finding_witness');
select protect_workspace_table('finding_event');
select protect_workspace_table('coverage');
