-- The audit trail of a workspace is its own, like its other rows: the second wall covers it, too. The column is computed
-- from the chain, so that entries stay as they were written and digests hold; what belongs to no workspace (chain
-- 'instance') is seen outside of all of them only.

alter table audit_entry add column workspace_id uuid generated always as
  (case when chain ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then chain::uuid end) stored;
alter table audit_detail add column workspace_id uuid generated always as
  (case when chain ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then chain::uuid end) stored;

alter table audit_entry enable row level security;
alter table audit_entry force row level security;
create policy only_this_chain on audit_entry
  using (workspace_id is not distinct from nullif(current_setting('lunette.workspace_id', true), '')::uuid)
  with check (workspace_id is not distinct from nullif(current_setting('lunette.workspace_id', true), '')::uuid);

alter table audit_detail enable row level security;
alter table audit_detail force row level security;
create policy only_this_chain on audit_detail
  using (workspace_id is not distinct from nullif(current_setting('lunette.workspace_id', true), '')::uuid)
  with check (workspace_id is not distinct from nullif(current_setting('lunette.workspace_id', true), '')::uuid);
