-- Controls that the cases of a run test, each by its own word or that of who brought the run: their lists of runs are by it.
alter table evaluation_run add column controls text[] not null default '{}';
update evaluation_run r set controls = s.controls
from (
  select c.workspace_id, c.run_id, array_agg(distinct coalesce(c.control_id, o.control_id) order by coalesce(c.control_id, o.control_id)) as controls
  from evaluation_case c join evaluation_run o on o.workspace_id = c.workspace_id and o.id = c.run_id
    join control k on k.workspace_id = c.workspace_id and k.id = coalesce(c.control_id, o.control_id)
  group by 1, 2) s
where r.workspace_id = s.workspace_id and r.id = s.run_id;
create index evaluation_run_by_control on evaluation_run using gin (controls);
