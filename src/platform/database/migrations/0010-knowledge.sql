-- What feeds say about vulnerabilities. Instance-wide: no workspace owns it and no row-level security applies.

-- One row that names the present content. `generation` counts published changes; the index file carries the same name.
create table knowledge_state (
  only_row boolean primary key default true check (only_row),
  instance text not null default replace(gen_random_uuid()::text, '-', ''),
  generation bigint not null default 0,
  -- changes are written but not yet merged and published
  pending boolean not null default false,
  merge_stale boolean not null default false,
  -- generation of the last EPSS change, and of the last change too large to be listed row by row
  epss_generation bigint not null default 0,
  bulk_generation bigint not null default 0,
  published_at timestamptz
);
insert into knowledge_state default values;

-- Which lookup keys (`k`) and vulnerability or record ids (`v`) last changed in which generation.
create table knowledge_change (
  kind "char" not null,
  id text not null,
  generation bigint not null,
  primary key (kind, id)
);
create index knowledge_change_by_generation on knowledge_change (generation);

create table feed (
  id text primary key,
  name text not null,
  -- validators and positions of the last good run, as the feed's reader wrote them
  state jsonb not null default '{}',
  enabled boolean not null default true,
  interval_hours int not null default 24,
  next_due timestamptz,
  last_success timestamptz
);

create table feed_run (
  id bigint generated always as identity primary key,
  feed_id text not null references feed (id) on delete cascade,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- running | complete | partial | failed | unchanged
  status text not null default 'running',
  bytes bigint not null default 0,
  read int not null default 0,
  kept int not null default 0,
  written int not null default 0,
  removed int not null default 0,
  dropped jsonb not null default '[]',
  problem jsonb
);
create index feed_run_by_feed on feed_run (feed_id, id desc);

-- When each statement source (`nvd`, `osv:Debian`) was last read to its end.
create table knowledge_source (
  id text primary key,
  as_of timestamptz not null
);

-- One row per record of each source, as it was said; merging never rewrites it.
create table statement (
  record_id text not null,
  source text not null,
  -- digest of the bytes it was read from, and of a variant of the same record that is older or lost the tie
  digest text not null,
  other_digest text,
  state text not null,
  modified timestamptz,
  keys text[] not null,
  ecosystems text[] not null,
  aliases text[] not null,
  covers text[] not null,
  -- JSON kept as text: it is passed on, never searched
  facts text not null,
  affected text not null,
  detail text not null,
  primary key (record_id, source)
);
create index statement_by_source on statement (source);

-- Records that speak about another vulnerability than their own id; the rest stand for themselves.
create table merge (
  record_id text primary key,
  vulnerability_ids text[] not null,
  -- false: a distribution's advisory that covers these vulnerabilities without being the same thing
  alias boolean not null
);
create index merge_by_vulnerability on merge using gin (vulnerability_ids);

create table kev (
  cve text not null,
  asserter text not null,
  body text not null,
  primary key (cve, asserter)
);

create table exploit_signal (
  cve text not null,
  source text not null,
  kind text not null,
  reference text not null,
  date date,
  primary key (cve, source, kind, reference)
);
create index exploit_signal_by_source on exploit_signal (source);

-- EPSS. A CVE's ordinal is its place in the concatenated blocks (float64 little-endian CVE codes); blocks are only
-- ever appended, so an ordinal never changes. A day holds three bytes per ordinal: probability × 100,000, all ones for none.
create table epss_block (
  first_ordinal int primary key,
  codes bytea not null
);
alter table epss_block alter column codes set storage external;

create table epss_day (
  date date primary key,
  model_version text not null,
  digest text not null,
  scored int not null,
  scores bytea not null,
  -- same shape; held for the newest day only
  percentiles bytea
);
alter table epss_day alter column scores set storage external;
alter table epss_day alter column percentiles set storage external;
