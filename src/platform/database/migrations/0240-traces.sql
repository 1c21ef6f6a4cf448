-- Traces of AI systems: counted, not kept. Open traces are rows until nothing more is expected of them.

alter table api_token drop constraint api_token_scopes_check;
alter table api_token add constraint api_token_scopes_check
  check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'import', 'admin', 'agent', 'traces']);

-- What the register says of how systems and controls are told in traces, of gateways, of probes and of monitors.
create table monitoring_rule (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- system | control | gateway | probe | monitor
  kind text not null,
  id text not null,
  rule jsonb not null,
  changed_at timestamptz not null,
  primary key (workspace_id, kind, id)
);
select protect_workspace_table('monitoring_rule');

create table trace_setting (
  workspace_id uuid primary key references workspace (id) on delete cascade,
  -- with it who is in conversations and accounts is digested; it is made once and never leaves
  digest_key bytea not null,
  -- share of the traces that are looked at
  sample double precision not null default 1 check (sample > 0 and sample <= 1),
  spans_per_second integer not null default 5000 check (spans_per_second > 0),
  -- keep the digest of every request as it came
  keep_digests boolean not null default false
);
select protect_workspace_table('trace_setting');

create table open_trace (
  workspace_id uuid not null references workspace (id) on delete cascade,
  trace bytea not null,
  system_slug text not null,
  stratum text not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  received_at timestamptz not null,
  spans integer not null,
  is_demand boolean not null,
  is_refused boolean not null,
  is_error boolean not null,
  is_stopped_downstream boolean not null,
  -- a model was called and answered
  has_reached boolean not null,
  input_tokens bigint not null,
  output_tokens bigint not null,
  controls text[] not null,
  acted text[] not null,
  broken text[] not null,
  operations text[] not null,
  conversation text,
  actor text,
  -- pass | fail: what an evaluation of this very item said
  label text,
  primary key (workspace_id, trace, system_slug)
) with (fillfactor = 70);
select protect_workspace_table('open_trace');

create table trace_hour (
  workspace_id uuid not null references workspace (id) on delete cascade,
  system_slug text not null,
  -- '' where nothing tells
  stratum text not null,
  hour timestamptz not null,
  traces bigint not null default 0,
  spans bigint not null default 0,
  demands bigint not null default 0,
  refused bigint not null default 0,
  errors bigint not null default 0,
  -- stopped or changed by some control
  acted bigint not null default 0,
  input_tokens bigint not null default 0,
  output_tokens bigint not null default 0,
  -- items of which somebody knows whether they were a failure
  labelled bigint not null default 0,
  label_failures bigint not null default 0,
  primary key (workspace_id, system_slug, stratum, hour)
);
select protect_workspace_table('trace_hour');

-- What evidence was already given of it is noted beside it: nothing is told twice.
create table trace_control_hour (
  workspace_id uuid not null references workspace (id) on delete cascade,
  control_id text not null,
  hour timestamptz not null,
  demands bigint not null default 0,
  carried bigint not null default 0,
  acted bigint not null default 0,
  -- acted, and something else shows the effect
  effects bigint not null default 0,
  broken bigint not null default 0,
  told_demands bigint not null default 0,
  told_carried bigint not null default 0,
  told_at timestamptz,
  last_effect_at timestamptz,
  primary key (workspace_id, control_id, hour)
);
select protect_workspace_table('trace_control_hour');

-- Per conversation and per actor, so that requests that are split into small steps add up.
create table trace_window (
  workspace_id uuid not null references workspace (id) on delete cascade,
  system_slug text not null,
  -- conversation | actor
  per text not null,
  digest text not null,
  hour timestamptz not null,
  demands integer not null,
  refused integer not null,
  acted integer not null,
  tokens bigint not null,
  primary key (workspace_id, system_slug, per, hour, digest)
);
select protect_workspace_table('trace_window');

create table trace_source (
  workspace_id uuid not null references workspace (id) on delete cascade,
  service text not null,
  -- null: no system is told by it
  system_slug text,
  spans bigint not null,
  last_at timestamptz not null,
  primary key (workspace_id, service)
);
select protect_workspace_table('trace_source');

-- The newest spans, for whoever wants to see that something comes in; bounded.
create table recent_span (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id bigint generated always as identity,
  at timestamptz not null,
  trace text not null,
  name text not null,
  service text,
  system_slug text,
  controls text[] not null,
  operation text,
  model text,
  decision text,
  is_refused boolean not null,
  is_error boolean not null,
  duration_ms integer not null,
  input_tokens integer not null,
  output_tokens integer not null,
  conversation text,
  actor text,
  content_length integer not null,
  -- keyed: the same content has the same digest, and nobody can try what it might have been
  content_digest text,
  primary key (workspace_id, id)
);
select protect_workspace_table('recent_span');

create table trace_request (
  workspace_id uuid not null references workspace (id) on delete cascade,
  digest text not null,
  received_at timestamptz not null,
  bytes integer not null,
  spans integer not null,
  kept integer not null,
  primary key (workspace_id, digest)
);
select protect_workspace_table('trace_request');

-- A list of texts as JSON has it.
create function texts(list json) returns text[] language sql immutable as
  $$ select array(select json_array_elements_text(list)) $$;

-- Both lists without what is in them twice; mostly one holds the other.
create function joined_texts(a text[], b text[]) returns text[] language sql immutable as
  $$ select case when a @> b then a when b @> a then b else array(select distinct unnest(a || b)) end $$;
