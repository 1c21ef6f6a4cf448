-- What an import would do, before it is committed. The file is kept beside it for as long as the preview lasts, so that
-- committing needs no second upload.

create table import_preview (
  workspace_id uuid not null,
  id uuid not null,
  file_name text not null,
  -- where the file lies
  path text not null,
  exposure text not null,
  -- the asset it belongs to, where that is not the file's own subject
  asset_name text,
  made_by text not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  -- reading | ready | failed | committed
  state text not null default 'reading',
  problem jsonb,
  -- counts, and what is said of the file and its asset
  result jsonb,
  primary key (workspace_id, id)
);
create index import_preview_by_end on import_preview (workspace_id, expires_at);
select protect_workspace_table('import_preview');

-- The findings behind each number, most urgent first.
create table import_preview_change (
  workspace_id uuid not null,
  preview_id uuid not null,
  n int not null,
  -- new | reopened | moved | gone
  kind text not null,
  change jsonb not null,
  primary key (workspace_id, preview_id, kind, n),
  foreign key (workspace_id, preview_id) references import_preview (workspace_id, id) on delete cascade
);
select protect_workspace_table('import_preview_change');
