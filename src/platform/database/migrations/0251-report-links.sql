-- Links by which anyone may report what happened, without an account. Found before a workspace is known, so instance-wide
-- (docs/decisions/0013): a link is found by the digest of its token only, and says nothing but that it works.
create table report_link (
  id uuid primary key,
  token_hash text not null unique,
  workspace_id uuid not null references workspace (id) on delete cascade,
  label text not null,
  made_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  reports integer not null default 0,
  last_report_at timestamptz
);
create index report_link_by_workspace on report_link (workspace_id, created_at desc);
