-- Probes of guardrails: which gateways may be asked, and what the last probe of each control saw.

-- What an owner adds to a gateway that the register names: the secret, and that it may be asked at this very address.
create table gateway_grant (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  secret text,
  approved_url text,
  approved_by text,
  approved_at timestamptz,
  primary key (workspace_id, id)
);
select protect_workspace_table('gateway_grant');

create table liveness_probe (
  workspace_id uuid not null,
  control_id text not null,
  next_at timestamptz not null,
  -- traces of its last requests: they are no demands
  traces text[] not null default '{}',
  probed_at timestamptz,
  -- live | dead | unknown
  verdict text,
  note text,
  -- since when the verdict is this one
  since timestamptz,
  primary key (workspace_id, control_id),
  foreign key (workspace_id, control_id) references control (workspace_id, id) on delete cascade
);
select protect_workspace_table('liveness_probe');

create table monitor_state (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  -- what it reckons with from look to look
  state jsonb not null,
  looked_at timestamptz not null,
  alarm_since timestamptz,
  sentence text not null,
  primary key (workspace_id, id)
);
select protect_workspace_table('monitor_state');
