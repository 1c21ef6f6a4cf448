-- A ruling of the same reach that was made later ends the one before it. Both were kept in force until now, and the elder
-- stood again when the younger ended.
alter table disposition add column replaced_by uuid;

update disposition d set replaced_by = n.id from disposition n
where n.workspace_id = d.workspace_id and n.id <> d.id and (n.made_at, n.id) > (d.made_at, d.id)
  and d.revoked_at is null and d.ends_at > now() and n.revoked_at is null and n.ends_at > now()
  and d.scope = n.scope and d.vulnerability_id = n.vulnerability_id and d.finding_id is not distinct from n.finding_id
  and d.component_key is not distinct from n.component_key
  and d.component_version is not distinct from n.component_version and d.asset_id is not distinct from n.asset_id
  and not exists (select from finding f where f.workspace_id = d.workspace_id and f.disposition_id = d.id)
  and exists (select from finding f where f.workspace_id = n.workspace_id and f.disposition_id = n.id);
