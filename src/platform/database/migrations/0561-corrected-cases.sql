-- What a case says otherwise later takes its earlier word out of the sums, whatever that was: a "held" as a "failed". So does a
-- case that is no incident and no near miss any more.

alter table cleared_failure
  -- of a pass that is taken out: its day, by which it fades; null: a failure
  add column day date;

insert into cleared_failure (workspace_id, position, regression_key, control_id, change_id, kind, demands, weighted, cleared_at, day)
select d.workspace_id, d.position, '', d.control_id, o.id, d.kind, d.demands, d.demands * d.weight, now(),
  case when d.result = 'pass' then (d.at at time zone 'UTC')::date end
from evidence_detail d
  join assurance_case o on o.workspace_id = d.workspace_id and d.source = 'case ' || o.id
  left join case_barrier b on b.workspace_id = d.workspace_id and b.case_id = o.id and b.control_id = d.control_id
where d.aspect = 'efficacy' and d.result in ('pass', 'fail')
  and (o.kind not in ('incident', 'near-miss')
    or b.outcome is distinct from case d.result when 'pass' then 'held' else 'failed' end)
on conflict do nothing;
