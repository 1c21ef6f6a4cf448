-- What a run asked resolvers, certificate searches and RDAP, beside the probes that it sent: questions are many, so each row
-- counts those to one server about one zone (or one address of a source) for one step.
create table question_log (
  workspace_id uuid not null,
  id bigint generated always as identity,
  run_id uuid not null,
  -- dns | http
  via text not null,
  server text not null,
  about text not null,
  step text not null,
  -- of HTTP: how it went last
  outcome text not null,
  count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (workspace_id, id)
);
create unique index question_log_once on question_log (workspace_id, run_id, via, server, step, md5(about));
create index question_log_by_run on question_log (workspace_id, run_id, id);
select protect_workspace_table('question_log');
