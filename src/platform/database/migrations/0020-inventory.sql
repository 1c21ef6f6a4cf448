-- Assets, the components on them, and the imports that witnessed them.
-- Ids are digests of identity (22 characters of base64url), so that order and repetition of imports cannot change them.

create table asset (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  kind text not null,
  natural_key text not null,
  name text not null,
  owner text,
  criticality text not null default 'unknown',
  environment text not null default 'unknown',
  exposure text not null default 'unknown',
  -- observed | stated | inferred | assumed; who said so and when
  exposure_basis text not null default 'assumed',
  exposure_by text,
  exposure_at timestamptz,
  tags text[] not null default '{}',
  distribution jsonb,
  first_seen timestamptz not null,
  -- with last_digest, the import that last named it: names and releases are taken in that order, not in order of arrival
  last_seen timestamptz not null,
  last_digest text not null,
  primary key (workspace_id, id),
  unique (workspace_id, kind, natural_key)
);

-- One row per file content and asset: importing the same file again finds its row and does nothing.
create table import (
  workspace_id uuid not null,
  id text not null,
  asset_id text not null,
  -- importer + tool + asset: only a later import of the same witness retracts what an earlier one saw
  witness text not null,
  importer text not null,
  format text not null,
  file_name text not null,
  content_digest text not null,
  tool text,
  subject jsonb not null,
  -- the document's own time, else the time of import; with the digest it orders imports
  stated_at timestamptz not null,
  imported_at timestamptz not null,
  imported_by text,
  component_count int not null,
  outcome jsonb not null,
  vex jsonb not null default '[]',
  primary key (workspace_id, id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);
create index import_by_witness on import (workspace_id, asset_id, witness, stated_at desc, content_digest desc);

create table component (
  workspace_id uuid not null,
  id text not null,
  asset_id text not null,
  purl text,
  cpes text[] not null default '{}',
  name text not null,
  namespace text,
  version text,
  type text,
  -- OSV ecosystem with release, or null where none is known
  ecosystem text,
  distribution jsonb,
  upstream jsonb not null default '[]',
  module text,
  licences text[] not null default '{}',
  location text not null default '',
  scope text,
  first_seen timestamptz not null,
  -- with last_digest, the latest import that contains it: that one decides the columns above
  last_seen timestamptz not null,
  last_digest text not null,
  -- false once the latest import of every witness no longer shows it
  present boolean not null default true,
  primary key (workspace_id, id),
  foreign key (workspace_id, asset_id) references asset (workspace_id, id) on delete cascade
);
create index component_by_asset on component (workspace_id, asset_id) where present;
create index component_by_name on component (workspace_id, ecosystem, name) where present;

-- What each import contained: the state of components is a function of these rows.
create table import_component (
  workspace_id uuid not null,
  import_id text not null,
  component_id text not null,
  evidence jsonb not null,
  depends_on text[] not null default '{}',
  primary key (workspace_id, import_id, component_id),
  foreign key (workspace_id, import_id) references import (workspace_id, id) on delete cascade,
  foreign key (workspace_id, component_id) references component (workspace_id, id) on delete cascade
);
create index import_component_by_component on import_component (workspace_id, component_id);

select protect_workspace_table('asset');
select protect_workspace_table('import');
select protect_workspace_table('component');
select protect_workspace_table('import_component');
