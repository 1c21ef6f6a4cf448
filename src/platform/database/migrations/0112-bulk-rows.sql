-- Rows that an import writes by the hundred thousand are checked by the statement that writes them together with what they
-- belong to. Looking each parent up again, and locking it, took a quarter of the time. What is deleted takes them along,
-- as it did: once for a statement instead of once for a row.

alter table finding_event drop constraint finding_event_workspace_id_finding_id_fkey;
alter table finding_witness drop constraint finding_witness_workspace_id_finding_id_fkey;
alter table finding_witness drop constraint finding_witness_workspace_id_component_id_fkey;
alter table import_component drop constraint import_component_workspace_id_import_id_fkey;
alter table import_component drop constraint import_component_workspace_id_component_id_fkey;

create function remove_with_finding() returns trigger language plpgsql as $$
begin
  delete from finding_event e using gone g where e.workspace_id = g.workspace_id and e.finding_id = g.id;
  delete from finding_witness w using gone g where w.workspace_id = g.workspace_id and w.finding_id = g.id;
  return null;
end $$;
create trigger remove_with_finding after delete on finding
  referencing old table as gone for each statement execute function remove_with_finding();

create function remove_with_component() returns trigger language plpgsql as $$
begin
  delete from import_component i using gone g where i.workspace_id = g.workspace_id and i.component_id = g.id;
  delete from finding_witness w using gone g where w.workspace_id = g.workspace_id and w.component_id = g.id;
  return null;
end $$;
create trigger remove_with_component after delete on component
  referencing old table as gone for each statement execute function remove_with_component();

create function remove_with_import() returns trigger language plpgsql as $$
begin
  delete from import_component i using gone g where i.workspace_id = g.workspace_id and i.import_id = g.id;
  return null;
end $$;
create trigger remove_with_import after delete on import
  referencing old table as gone for each statement execute function remove_with_import();

-- Lists are served from memory since 0110. What is left asks for the findings of an asset, by state and urgency.
drop index finding_list;
drop index finding_by_asset;
create index finding_by_asset on finding (workspace_id, asset_id, state, urgency);

-- Rows have two to three kilobytes; compressing each to just under two took longer than writing what it saved.
alter table finding set (toast_tuple_target = 8160);
