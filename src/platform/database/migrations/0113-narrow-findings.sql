-- Who shows a finding is known from its components and from what the latest imports contain: a table of its own repeated
-- both for every finding, and took a sixth of an import.
alter table finding add column components text[] not null default '{}';
-- What lists show of the long columns stands beside them; those are only ever read whole.
alter table finding add column fix_state text not null default 'unknown';
alter table finding add column epss_change double precision;

update finding f set
  components = coalesce((select array_agg(distinct w.component_id order by w.component_id) from finding_witness w
    where w.workspace_id = f.workspace_id and w.finding_id = f.id), '{}'),
  fix_state = coalesce(f.match->>'fixState', 'unknown'),
  epss_change = (f.priority #>> '{epss,change30d}')::double precision;

alter table finding alter column match type json using match::json;
alter table finding alter column priority type json using priority::json;

create or replace function remove_with_finding() returns trigger language plpgsql as $$
begin
  delete from finding_event e using gone g where e.workspace_id = g.workspace_id and e.finding_id = g.id;
  return null;
end $$;
create or replace function remove_with_component() returns trigger language plpgsql as $$
begin
  delete from import_component i using gone g where i.workspace_id = g.workspace_id and i.component_id = g.id;
  return null;
end $$;
drop table finding_witness;
