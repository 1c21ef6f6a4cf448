-- When a person looked at Today: a visit ends with half an hour of silence, and what changed is told since the end of the
-- visit before.
create table last_look (
  workspace_id uuid not null references workspace (id) on delete cascade,
  account_id uuid not null references account (id) on delete cascade,
  -- end of the visit before; null in the first one
  before_at timestamptz,
  seen_at timestamptz not null,
  primary key (workspace_id, account_id)
);
create index last_look_by_account on last_look (account_id);
select protect_workspace_table('last_look');

create index finding_event_by_time on finding_event (workspace_id, at desc, id desc);
