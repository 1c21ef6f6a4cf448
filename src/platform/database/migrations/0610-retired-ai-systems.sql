-- AI systems that were entered by mistake, or run no more: they are kept with their evidence and history, and marked.

alter table ai_system
  -- null: it runs
  add column retired_at timestamptz,
  add column retired_by text,
  add column retired_because text,
  add check ((retired_at is null) = (retired_by is null) and (retired_at is null) = (retired_because is null));
