-- Tokens with which programs use the API in a person's name: never more than the person may do in that workspace now.
-- Instance-wide: a token is found before its workspace is known.

create table api_token (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  -- the token's first characters, to recognise it in a list
  hint text not null,
  account_id uuid not null,
  workspace_id uuid not null,
  name text not null,
  scopes text[] not null check (cardinality(scopes) > 0 and scopes <@ array['read', 'write', 'import', 'admin']),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  -- where the membership ends, so do its tokens
  foreign key (account_id, workspace_id) references membership (account_id, workspace_id) on delete cascade
);
create index api_token_by_account on api_token (account_id, workspace_id, created_at);
