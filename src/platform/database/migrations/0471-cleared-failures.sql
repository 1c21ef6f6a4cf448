-- Failures that a proven change was proven against count no more; those of anything else do. Until now all failures of the
-- control from before the change were left out, whatever they were of.
create table cleared_failure (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- the piece of evidence
  position bigint not null,
  -- the evaluation's case that failed in it; '': the piece as a whole, of a case that people reported
  regression_key text not null,
  control_id text not null,
  change_id uuid not null,
  kind text not null,
  demands integer not null,
  weighted double precision not null,
  cleared_at timestamptz not null,
  primary key (workspace_id, position, regression_key),
  foreign key (workspace_id, control_id) references control (workspace_id, id) on delete cascade
);
create index cleared_failure_by_control on cleared_failure (workspace_id, control_id);

-- Changes that were proven before this was kept: what they were proven against.
create temporary table proven_change on commit drop as
select h.workspace_id, h.id, h.case_id, h.control_id, h.made_at, h.regression_key, a.pattern,
  coalesce(a.closed_at, h.made_at) as cleared_at
from case_change h
  join assurance_case a on a.workspace_id = h.workspace_id and a.id = h.case_id
  join control k on k.workspace_id = h.workspace_id and k.id = h.control_id and k.failures_from >= h.made_at
where h.kind <> 'exception' and h.withdrawn_at is null and h.regression_key is not null;

insert into cleared_failure
select d.workspace_id, d.position, '', d.control_id, h.id, d.kind, d.demands, d.demands * d.weight, h.cleared_at
from proven_change h
  join assurance_case o on o.workspace_id = h.workspace_id
    and (o.id = h.case_id or o.pattern = h.pattern)
  join evidence_detail d on d.workspace_id = h.workspace_id and d.control_id = h.control_id and d.aspect = 'efficacy'
    and d.result = 'fail' and d.source = 'case ' || o.id and (o.id = h.case_id or d.at < h.made_at)
on conflict do nothing;

insert into cleared_failure
select d.workspace_id, d.position, f.regression_key, d.control_id, f.id, d.kind, least(d.demands, f.failed),
  least(d.demands, f.failed) * d.weight, f.cleared_at
from (
  select h.workspace_id, h.id, h.control_id, h.regression_key, h.cleared_at, r.id as run,
    sum(c.attempts - c.passed - coalesce(c.open, 0))::int as failed
  from proven_change h
    join evaluation_case c on c.workspace_id = h.workspace_id and c.key = h.regression_key and c.result <> 'insufficient'
    join evaluation_run r on r.workspace_id = c.workspace_id and r.id = c.run_id and r.at <= h.made_at
      and coalesce(c.control_id, r.control_id) = h.control_id
  group by 1, 2, 3, 4, 5, 6) f
  join evidence_detail d on d.workspace_id = f.workspace_id and d.control_id = f.control_id and d.aspect = 'efficacy'
    and d.result = 'fail' and d.source = 'evaluation ' || f.run
where f.failed > 0
on conflict do nothing;

-- What risks were reckoned with, as it is told from now on.
update risk_terms t set terms = jsonb_set(t.terms::jsonb, '{controls}', coalesce((
  select jsonb_agg((e.control - 'failuresFrom') || jsonb_build_object('cleared', coalesce((
    select jsonb_agg(jsonb_build_object('kind', s.kind, 'demands', s.demands, 'weighted', s.weighted) order by s.kind)
    from (select kind, sum(demands) as demands, sum(weighted) as weighted from cleared_failure f
      where f.workspace_id = t.workspace_id and f.control_id = e.control ->> 'id' and f.cleared_at <= t.at group by kind) s
  ), '[]'::jsonb)) order by e.place)
  from jsonb_array_elements(t.terms::jsonb -> 'controls') with ordinality e(control, place)), '[]'::jsonb))::json;

-- Shared failures are measured by the newest outcome of each case, so that a change that was proven needs no word of its own.
update shared_cause_measure set terms = replace(terms, '"failuresFrom":null,', '');

alter table control drop column failures_from;
select protect_workspace_table('cleared_failure');
