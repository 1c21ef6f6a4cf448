-- Everything that was ever said of an asset's exposure: the asset's own columns hold the last of it.

create table exposure_statement (
  workspace_id uuid not null,
  id bigint generated always as identity,
  asset_id text not null,
  at timestamptz not null,
  value text not null,
  -- observed | stated | inferred | assumed
  basis text not null,
  said_by text,
  -- from where it was looked at; null: nobody looked, somebody said
  vantage text,
  primary key (workspace_id, id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);
create index exposure_statement_by_asset on exposure_statement (workspace_id, asset_id, id desc);
insert into exposure_statement (workspace_id, asset_id, at, value, basis, said_by)
select workspace_id, id, coalesce(exposure_at, last_seen), exposure, exposure_basis, exposure_by
from asset where exposure_by is not null or exposure <> 'unknown';

-- Last: an owner who is no superuser could not carry anything over afterwards.
select protect_workspace_table('exposure_statement');
