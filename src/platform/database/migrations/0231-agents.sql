-- Probe agents: who looks from elsewhere, what they are told to do, and what they said.

create table probe_agent (
  workspace_id uuid not null,
  id uuid not null,
  name text not null,
  -- the API token it works by; when that is gone, so is the agent's access
  token_id uuid not null,
  -- an administrator's word that it looks from outside the organisation
  outside_by text,
  outside_at timestamptz,
  made_by text not null,
  made_at timestamptz not null,
  seen_at timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, name)
);
select protect_workspace_table('probe_agent');

-- What orders are signed with; the private half is sealed.
create table agent_key (
  workspace_id uuid not null primary key,
  public_key text not null,
  sealed text not null,
  made_at timestamptz not null
);
select protect_workspace_table('agent_key');

create table agent_order (
  workspace_id uuid not null,
  -- the run it is part of
  run_id uuid not null,
  agent_id uuid not null,
  detail jsonb not null,
  -- counts the signed terms; an agent takes each number once
  serial int not null default 0,
  -- how much it sent and was refused, as it counts
  sent jsonb not null default '{}',
  asked_at timestamptz not null,
  taken_at timestamptz,
  heard_at timestamptz,
  ended_at timestamptz,
  -- complete | stopped | failed | refused, by the agent; withdrawn, by the server
  outcome text,
  problem text,
  primary key (workspace_id, run_id)
);
create index agent_order_waiting on agent_order (workspace_id, agent_id) where ended_at is null;
select protect_workspace_table('agent_order');

-- What an agent said, until its run is recorded.
create table agent_batch (
  workspace_id uuid not null,
  run_id uuid not null,
  -- the same again is the same
  seq int not null,
  said jsonb not null,
  primary key (workspace_id, run_id, seq)
);
select protect_workspace_table('agent_batch');

-- What an agent's token is for, and nothing else.
alter table api_token drop constraint api_token_scopes_check,
  add constraint api_token_scopes_check
    check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'import', 'admin', 'agent']);
