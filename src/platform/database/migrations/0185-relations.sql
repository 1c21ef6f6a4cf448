-- How assets hang together: typed edges, named as the Open Asset Model names them. Ids are digests of kind and ends, so
-- that whoever states the same edge states the same row.

create table relation (
  workspace_id uuid not null,
  id text not null,
  kind text not null,
  from_id text not null,
  to_id text not null,
  -- of everything that was ever said of it
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- whether an import that decides, or a person, states it now; with the surest of them, from 1 to 100 (0: none)
  present boolean not null default false,
  confidence smallint not null default 0,
  primary key (workspace_id, id),
  foreign key (workspace_id, from_id) references asset (workspace_id, id) on delete cascade,
  foreign key (workspace_id, to_id) references asset (workspace_id, id) on delete cascade
);
create index relation_from on relation (workspace_id, from_id, kind, id);
create index relation_to on relation (workspace_id, to_id, kind, id);

-- Who states it. The columns of `relation` are a function of these rows and of which imports decide.
create table relation_statement (
  workspace_id uuid not null,
  relation_id text not null,
  -- the import's id, or `person:` and the account's name
  source text not null,
  import_id text,
  said_by text,
  -- observed | stated | inferred
  basis text not null,
  confidence smallint not null,
  -- the import's stated time, or when it was said
  said_at timestamptz not null,
  primary key (workspace_id, relation_id, source),
  foreign key (workspace_id, relation_id) references relation (workspace_id, id) on delete cascade,
  foreign key (workspace_id, import_id) references import (workspace_id, id) on delete cascade,
  check ((import_id is null) <> (said_by is null))
);
create index relation_statement_by_import on relation_statement (workspace_id, import_id) where import_id is not null;

select protect_workspace_table('relation');
select protect_workspace_table('relation_statement');
