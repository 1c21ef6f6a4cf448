-- People, what they may do, and their sessions. Instance-wide: an account is found before its workspace is known.

create table account (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  -- PHC string: $argon2id$v=19$m=…,t=…,p=…$salt$hash
  password_hash text not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create unique index account_by_name on account (lower(name));

create table membership (
  account_id uuid not null references account (id) on delete cascade,
  workspace_id uuid not null references workspace (id) on delete cascade,
  role text not null check (role in ('viewer', 'analyst', 'owner', 'admin')),
  primary key (account_id, workspace_id)
);

-- Tokens are kept as SHA-256 only. After a rotation the previous token lives for a moment, for requests under way.
create table session (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  previous_hash text unique,
  previous_until timestamptz,
  account_id uuid not null references account (id) on delete cascade,
  workspace_id uuid not null references workspace (id) on delete cascade,
  created_at timestamptz not null,
  rotated_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index session_by_account on session (account_id);

-- One-time links that make an administrator; used and expired ones stay as a record.
create table setup_link (
  token_hash text primary key,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Failed logins per digest of the name tried and per digest of the address: throttling survives restarts.
create table login_failure (
  subject text primary key,
  failures int not null,
  last_at timestamptz not null
);
