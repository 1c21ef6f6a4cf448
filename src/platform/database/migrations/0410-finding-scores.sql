-- A day's scores lie beside the findings, once for each vulnerability that is found: a new day writes a narrow row of each,
-- where it wrote every finding of it with all its indexes. What a finding itself bears is the score that it was decided with.
create table finding_score (
  workspace_id uuid not null references workspace (id),
  vulnerability_id text not null,
  -- Probability and its change over about thirty days; null: it is scored no more.
  epss real,
  change double precision,
  -- The score's place in the order of findings (`epssBand`).
  band int not null,
  -- The day it is of: what rests on older knowledge does not replace it.
  scored_on date not null,
  changed xid8 not null default pg_current_xact_id(),
  primary key (workspace_id, vulnerability_id)
);
create index finding_score_by_change on finding_score (workspace_id, changed);

-- A score that only a report gave.
alter table finding add column epss_reported boolean not null default false;
update finding set epss_reported = true where epss is not null and priority -> 'epss' -> 'by' is not null;

insert into finding_score (workspace_id, vulnerability_id, epss, change, band, scored_on)
select distinct on (workspace_id, vulnerability_id) workspace_id, vulnerability_id, epss, epss_change,
  (rank / 101) % 14, '1970-01-01'
from finding
where epss is not null and not epss_reported and vulnerability_id is not null and state <> 'resolved'
order by workspace_id, vulnerability_id, id;

-- Findings that were decided without a score of our sources: a first one has them decided anew.
create index finding_unscored on finding (workspace_id, vulnerability_id)
  where state <> 'resolved' and (epss is null or epss_reported);

-- Last: from here on its owner may write to one workspace at a time, too.
select protect_workspace_table('finding_score');
