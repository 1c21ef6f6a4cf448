-- What discovery may touch, who said so, and how the organisation proved what is its own. Rows are withdrawn, not deleted:
-- what was approved when is part of the record.

create table discovery_settings (
  workspace_id uuid not null primary key references workspace (id) on delete cascade,
  -- counts every change of the scope: whoever probes asks whether it moved
  version bigint not null default 0,
  -- the kill switch
  stopped_by text,
  stopped_at timestamptz,
  -- connections and datagrams a second
  per_host int not null default 50,
  per_network int not null default 500,
  quiet_hours jsonb,
  -- address:port; empty: those of the machine
  resolvers text[] not null default '{}',
  certificate_search text,
  rdap text,
  -- whom the operators of what is probed may write to
  contact text,
  -- an administrator's word that this host looks from outside the organisation
  outside_by text,
  outside_at timestamptz,
  changed_by text,
  changed_at timestamptz
);
select protect_workspace_table('discovery_settings');

-- Where discovery starts.
create table scope_seed (
  workspace_id uuid not null,
  kind text not null,
  natural_key text not null,
  name text not null,
  added_by text not null,
  added_at timestamptz not null,
  primary key (workspace_id, kind, natural_key)
);
select protect_workspace_table('scope_seed');

-- Ranges that may be probed, approved by hand with the words of who did, and what is never touched.
create table scope_range (
  workspace_id uuid not null,
  id uuid not null,
  -- approval | exclusion
  kind text not null,
  -- `192.0.2.0/24`; an exclusion may be a name
  range text not null,
  -- of a name that is excluded: every address it was seen to have
  addresses text[] not null default '{}',
  statement text not null,
  made_by text not null,
  made_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  primary key (workspace_id, id)
);
create unique index scope_range_once on scope_range (workspace_id, kind, range) where withdrawn_at is null;
select protect_workspace_table('scope_range');

-- The addresses that a name had when they were approved; one that it has lost is approved no more, a new one waits.
create table scope_name (
  workspace_id uuid not null,
  name text not null,
  addresses text[] not null,
  waiting text[] not null default '{}',
  approved_by text not null,
  approved_at timestamptz not null,
  checked_at timestamptz not null,
  primary key (workspace_id, name)
);
select protect_workspace_table('scope_name');

create table scope_proof (
  workspace_id uuid not null,
  id uuid not null,
  -- a domain name
  name text not null,
  -- dns-txt | well-known | attestation
  method text not null,
  token text not null,
  -- waiting | proven | failed | withdrawn
  state text not null,
  statement text,
  detail text,
  asked_by text not null,
  asked_at timestamptz not null,
  checked_at timestamptz,
  proven_at timestamptz,
  primary key (workspace_id, id)
);
create unique index scope_proof_once on scope_proof (workspace_id, name, method) where state <> 'withdrawn';
select protect_workspace_table('scope_proof');

-- What people ruled of an asset, and of the branch that hangs on it.
create table scope_ruling (
  workspace_id uuid not null,
  kind text not null,
  natural_key text not null,
  name text not null,
  -- owned | dependency | monitor-only | rejected
  standing text not null,
  branch boolean not null,
  reason text,
  made_by text not null,
  made_at timestamptz not null,
  primary key (workspace_id, kind, natural_key)
);
select protect_workspace_table('scope_ruling');

-- Whatever changes the scope counts: nobody who writes one of these tables can forget it.
create function count_scope_change() returns trigger language plpgsql as $$
declare whose uuid := nullif(current_setting('lunette.workspace_id', true), '')::uuid;
begin
  if whose is not null then
    insert into discovery_settings (workspace_id, version) values (whose, 1)
    on conflict (workspace_id) do update set version = discovery_settings.version + 1;
  end if;
  return null;
end $$;
create trigger scope_seed_counts after insert or update or delete on scope_seed
  for each statement execute function count_scope_change();
create trigger scope_range_counts after insert or update or delete on scope_range
  for each statement execute function count_scope_change();
create trigger scope_name_counts after insert or update or delete on scope_name
  for each statement execute function count_scope_change();
create trigger scope_proof_counts after insert or update or delete on scope_proof
  for each statement execute function count_scope_change();
create trigger scope_ruling_counts after insert or update or delete on scope_ruling
  for each statement execute function count_scope_change();
