-- Which findings changed since a moment that a reader remembers: each row carries the transaction that wrote it last, so
-- that a reader with a snapshot of its own asks for exactly what it has not seen, in whatever order work commits.

alter table finding add column seq bigint generated always as identity;
alter table finding add column changed xid8 not null default pg_current_xact_id();
alter table asset add column changed xid8 not null default pg_current_xact_id();
create unique index finding_by_seq on finding (workspace_id, seq);
create index finding_by_change on finding (workspace_id, changed);
create index asset_by_change on asset (workspace_id, changed);

create function note_change() returns trigger language plpgsql as $$
begin
  new.changed := pg_current_xact_id();
  return new;
end $$;
create trigger note_change before update on finding for each row execute function note_change();
create trigger note_change before update on asset for each row execute function note_change();

-- Findings that are no more.
create table finding_removed (
  workspace_id uuid not null,
  seq bigint not null,
  changed xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  primary key (workspace_id, seq)
);
create index finding_removed_by_change on finding_removed (workspace_id, changed);
select protect_workspace_table('finding_removed');

create function note_removal() returns trigger language plpgsql as $$
begin
  insert into finding_removed (workspace_id, seq) values (old.workspace_id, old.seq);
  return null;
end $$;
create trigger note_removal after delete on finding for each row execute function note_removal();

-- Work on a finding changes what lists show of it.
create function note_finding_work() returns trigger language plpgsql as $$
begin
  update finding set changed = pg_current_xact_id()
  where workspace_id = coalesce(new.workspace_id, old.workspace_id) and id = coalesce(new.finding_id, old.finding_id);
  return null;
end $$;
create trigger note_finding_work after insert or update or delete on finding_work
  for each row execute function note_finding_work();
