-- Whether anything that lists of the surface count by has changed since somebody counted: each transaction that changes some
-- of it leaves one row. How many there are and what their ids add up to is another after each, in whatever order work
-- commits: of old rows that are cleared away the newest stays.
create table surface_stir (
  workspace_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null default now(),
  primary key (workspace_id, id)
);

create function note_surface_stir() returns trigger language plpgsql as $$
declare
  whose uuid := nullif(current_setting('lunette.workspace_id', true), '')::uuid;
  fresh bigint;
begin
  if whose is null or current_setting('lunette.surface_stirred', true) = whose::text then return null; end if;
  insert into surface_stir (workspace_id) values (whose) returning id into fresh;
  perform set_config('lunette.surface_stirred', whose::text, true);
  if fresh % 100 = 0 then
    -- What another clears away at this moment is left to it.
    delete from surface_stir where (workspace_id, id) in (
      select workspace_id, id from surface_stir where workspace_id = whose and id < fresh
        and at < now() - interval '10 minutes' for update skip locked);
  end if;
  return null;
end $$;
create trigger surface_asset_stirs after insert or update or delete on surface_asset
  for each statement execute function note_surface_stir();
create trigger observation_stirs after insert or update or delete on observation
  for each statement execute function note_surface_stir();
create trigger finding_stirs after insert or update or delete on finding
  for each statement execute function note_surface_stir();
create trigger asset_stirs after update of name, kind, natural_key on asset
  for each statement execute function note_surface_stir();
select protect_workspace_table('surface_stir');
