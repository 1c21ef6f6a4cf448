-- Where sessions come from, who runs the instance, and links that invite people or let them choose a new password.

-- The address and the browser as they were when the session was opened: shown to its owner, never trusted.
alter table session add column address text not null default '', add column device text not null default '';

-- Runs the instance itself: workspaces, the identity provider, the instance's audit trail. Until now every administrator did.
alter table account add column runs_instance boolean not null default false;
update account set runs_instance = true where id in (select account_id from membership where role = 'admin');

-- The workspace a person worked in last: where the next session begins.
alter table account add column home_workspace_id uuid references workspace (id) on delete set null;

-- Suspended in one workspace: the person's other workspaces are not this one's business.
alter table membership add column disabled_at timestamptz, add column joined_at timestamptz not null default now();
create index membership_by_workspace on membership (workspace_id, joined_at);

-- One-time links. Found before a session exists, so instance-wide; used ones stay as a record until they expire.
create table account_link (
  id uuid primary key default gen_random_uuid(),
  token_hash text not null unique,
  kind text not null check (kind in ('invitation', 'reset')),
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- reset: whose password
  account_id uuid references account (id) on delete cascade,
  -- invitation: what the person may do, and the name they are expected to take
  role text check (role in ('viewer', 'analyst', 'owner', 'admin')),
  name text,
  made_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((kind = 'invitation') = (role is not null)),
  check ((kind = 'reset') = (account_id is not null))
);
create index account_link_by_workspace on account_link (workspace_id, created_at) where used_at is null;
