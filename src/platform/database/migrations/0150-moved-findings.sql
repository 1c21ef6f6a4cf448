-- A finding whose vulnerability goes by another id, or whose place in the asset changed, is by identity another one. What
-- people did about it goes on with its successor.

-- Other ids of the vulnerability: a ruling stays on the id that it named, and holds under every name of it.
alter table finding add column aliases text[] not null default '{}';

-- The finding that this one goes on as.
alter table finding add column moved_to text;
create index finding_moved on finding (workspace_id, moved_to) where moved_to is not null;

create index disposition_by_finding on disposition (workspace_id, finding_id) where finding_id is not null;

-- Where a component was before it moved.
create index component_gone on component (workspace_id, asset_id) where not present;
