-- AI systems that people enter and edit: who said what of them, so that a file that comes later does not undo it.

alter table ai_system
  -- by what it is of ('owner', 'part model gpt'): {by, at}, and gone for a part that was taken out
  add column said jsonb not null default '{}',
  -- counts the times it was written, so that nobody overwrites what they have not seen
  add column revision integer not null default 1;
