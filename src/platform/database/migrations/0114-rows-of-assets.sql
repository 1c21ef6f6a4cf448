-- As in 0112: whoever writes the findings or components of an asset holds its row, so that looking it up again for each of
-- them only takes time.
alter table finding drop constraint finding_workspace_id_asset_id_fkey;
alter table component drop constraint component_workspace_id_asset_id_fkey;

create function remove_with_asset() returns trigger language plpgsql as $$
begin
  delete from finding f using gone g where f.workspace_id = g.workspace_id and f.asset_id = g.id;
  delete from component c using gone g where c.workspace_id = g.workspace_id and c.asset_id = g.id;
  return null;
end $$;
create trigger remove_with_asset after delete on asset
  referencing old table as gone for each statement execute function remove_with_asset();
