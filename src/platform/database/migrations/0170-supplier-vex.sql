-- VEX documents of suppliers: knowledge that acts in matching, unlike those of our own in vex_document. Each workspace has
-- its own, as whoever may bring one in decides what its findings are.

create table supplier_vex (
  workspace_id uuid not null,
  -- digest of the content: the same document again is the same row
  id text not null,
  format text not null,
  file_name text not null,
  -- what the document says of itself
  document_id text,
  author text,
  stated_at text,
  statements int not null,
  dropped jsonb not null default '[]',
  imported_by text not null,
  imported_at timestamptz not null,
  -- one that was taken back says nothing any more, and still tells which assets it was about
  removed_by text,
  removed_at timestamptz,
  primary key (workspace_id, id)
);

create table supplier_vex_statement (
  workspace_id uuid not null,
  document_id text not null,
  position int not null,
  -- names of its products without version, as components and subjects are looked up by
  keys text[] not null,
  said jsonb not null,
  primary key (workspace_id, document_id, position),
  foreign key (workspace_id, document_id) references supplier_vex (workspace_id, id) on delete cascade
);
create index supplier_vex_statement_by_key on supplier_vex_statement using gin (keys);

select protect_workspace_table('supplier_vex');
select protect_workspace_table('supplier_vex_statement');

-- The suppliers' documents in force when an asset was assessed, by id, in order: it is assessed again when one that is
-- about it came or went.
alter table assessment add column supplier_vex text[] not null default '{}';
