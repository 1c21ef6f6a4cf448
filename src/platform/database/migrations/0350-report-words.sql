-- What a report says of a vulnerability itself, wherever it finds it: title, description, scores, exploitation. It decides
-- where the feeds are silent, and is what a page can show before any feed is read.
create table report_words (
  workspace_id uuid not null,
  import_id text not null,
  -- the CVE id where the report names one, else the tool's own
  vulnerability_id text not null,
  words jsonb not null,
  primary key (workspace_id, import_id, vulnerability_id),
  foreign key (workspace_id, import_id) references import (workspace_id, id) on delete cascade
);
create index report_words_by_vulnerability on report_words (workspace_id, vulnerability_id);

select protect_workspace_table('report_words');
