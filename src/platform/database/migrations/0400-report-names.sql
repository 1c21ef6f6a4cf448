-- What else a report calls a vulnerability that it speaks of: the page of a GHSA id shows what is kept under its CVE.
create table report_name (
  workspace_id uuid not null,
  name text not null,
  vulnerability_id text not null,
  primary key (workspace_id, name, vulnerability_id)
);
select protect_workspace_table('report_name');

insert into report_name (workspace_id, name, vulnerability_id)
  select distinct w.workspace_id, said.name, w.vulnerability_id
  from report_words w cross join lateral jsonb_array_elements_text(w.words->'ids') as said (name)
  where said.name <> w.vulnerability_id;
