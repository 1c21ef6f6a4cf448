-- What is said between whoever reported a case without an account and who works on it.

-- The code by which a reporter comes back. Found before a workspace is known, so instance-wide (docs/decisions/0013): by its
-- digest only, and it tells no more than how its own report stands.
create table report_code (
  code_hash text primary key,
  workspace_id uuid not null,
  case_id uuid not null,
  made_at timestamptz not null,
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade
);
create index report_code_by_case on report_code (workspace_id, case_id);

create table case_word (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  at timestamptz not null,
  -- who works on it; null: whoever reported it
  said_by text,
  words text not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade
);
create index case_word_by_case on case_word (workspace_id, case_id, at);
select protect_workspace_table('case_word');
