-- The first look at a seed that saw something is its baseline: what it brings is there for the first time, and no change.
alter table scope_seed add column baseline_run uuid;
-- the seed with which it was seen for the first time; null: it is a change
alter table surface_change add column baseline text;

update scope_seed d set baseline_run = (select r.id from discovery_run r
  where r.workspace_id = d.workspace_id and r.look = 'deep' and r.state = 'complete'
    and r.counts ?| array['records', 'service', 'ip-address', 'hostname']
    and exists (select from jsonb_array_elements(r.seeds) s where lower(s ->> 'name') = lower(d.name))
  order by r.started_at, r.id limit 1);
update surface_change c set baseline = d.name
from surface_asset s
  join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
  join scope_seed d on d.workspace_id = s.workspace_id and d.name = (select e.name from scope_seed e
    where e.workspace_id = s.workspace_id and lower(e.name) in (case when s.path = '[]' then lower(a.name) end,
      lower(s.path -> 0 -> 'from' ->> 'name'), lower(s.path -> 0 -> 'to' ->> 'name'))
    order by lower(e.name) = lower(s.path -> 0 -> 'from' ->> 'name') desc nulls last, e.kind limit 1)
  join discovery_run r on r.workspace_id = d.workspace_id and r.id = d.baseline_run
where c.workspace_id = s.workspace_id and c.asset_id = s.asset_id and c.change <> 'vanished' and c.at <= r.started_at;
