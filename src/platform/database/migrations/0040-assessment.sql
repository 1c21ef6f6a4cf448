-- With which rules and which knowledge an asset's findings were last decided. Where either moved on, the asset is
-- assessed again: also after a crash between the two, and after an upgrade whose rules differ.

create table assessment (
  workspace_id uuid not null,
  asset_id text not null,
  -- digest of the decision table, the dial, the catalogues whose silence means something, and the version of the rules
  rules text not null,
  -- generation of the knowledge index
  generation text not null,
  assessed_at timestamptz not null,
  primary key (workspace_id, asset_id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);

select protect_workspace_table('assessment');
