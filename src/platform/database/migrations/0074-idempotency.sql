-- Answers to requests that carried an Idempotency-Key, for a day: the same request again gets the same answer and has no
-- second effect. Answers may hold what is shown once (tokens, links), so they are encrypted.

create table idempotent_request (
  workspace_id uuid not null references workspace (id) on delete cascade,
  account_id uuid not null references account (id) on delete cascade,
  key text not null,
  -- digest of method, address and body
  fingerprint text not null,
  created_at timestamptz not null,
  -- null while the first request is under way
  status int,
  sealed_answer text,
  content_type text,
  primary key (workspace_id, account_id, key)
);
create index idempotent_request_by_age on idempotent_request (workspace_id, created_at);
select protect_workspace_table('idempotent_request');
