-- Long work that was accepted and has not ended yet: what was answered with "accepted" is taken up again after a crash.
-- Instance-wide, because a starting server looks for the unfinished work of every workspace.

create table job (
  id uuid primary key,
  workspace_id uuid references workspace (id) on delete cascade,
  kind text not null,
  title text not null,
  payload jsonb not null,
  accepted_at timestamptz not null,
  -- how often it was begun; work that ends the process every time is given up
  attempts int not null default 1,
  -- the process that works on it says so every few seconds; one that is silent has died
  worker text not null,
  heartbeat_at timestamptz not null default now()
);
