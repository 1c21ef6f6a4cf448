-- VEX documents that somebody imported as rulings of our own (a supplier's VEX is knowledge and comes with an import).
-- Kept taken apart, with all that was not understood, so that it can be given out again as it came.

create table vex_document (
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
  book jsonb not null,
  imported_by text not null,
  imported_at timestamptz not null,
  primary key (workspace_id, id)
);
select protect_workspace_table('vex_document');

-- The document and the statement in it that a ruling repeats.
alter table disposition add column vex_document_id text;
alter table disposition add column vex_statement int;
alter table disposition add foreign key (workspace_id, vex_document_id) references vex_document (workspace_id, id);
