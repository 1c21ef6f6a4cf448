-- Signing in with the organisation's own identity provider (OpenID Connect). One for the whole instance.

create table identity_provider (
  id int primary key default 1 check (id = 1),
  -- as the button says it
  name text not null,
  issuer text not null,
  client_id text not null,
  -- encrypted; null: a public client, which PKCE protects alone
  sealed_secret text,
  scopes text not null,
  groups_claim text not null,
  -- hosts of its endpoints beside the issuer's own
  further_hosts text[] not null default '{}',
  -- false: passwords are not asked for any more
  local_sign_in boolean not null default true,
  updated_at timestamptz not null
);

-- What the provider's groups may do, by workspace; of several the highest role counts.
-- Instance-wide: read at sign-in, before a workspace is known.
create table identity_group (
  group_name text not null,
  workspace_id uuid not null references workspace (id) on delete cascade,
  role text not null check (role in ('viewer', 'analyst', 'owner', 'admin')),
  primary key (group_name, workspace_id)
);

-- Who is who: by issuer and subject only, never by a name or an address that can change hands.
create table account_identity (
  issuer text not null,
  subject text not null,
  account_id uuid not null references account (id) on delete cascade,
  linked_at timestamptz not null,
  primary key (issuer, subject),
  unique (account_id, issuer)
);

-- Memberships that come from groups go with them; those that people gave stay.
alter table membership add column from_provider boolean not null default false;

-- Sign-ins under way: bound to one browser by a cookie, used once.
create table identity_flow (
  token_hash text primary key,
  sealed_checks text not null,
  -- whose account is to be linked; null: a sign-in
  account_id uuid references account (id) on delete cascade,
  expires_at timestamptz not null
);
