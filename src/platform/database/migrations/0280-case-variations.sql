-- Attempts without a verdict are no evidence either way: they are told apart from those that failed. A case may be another
-- one asked otherwise.
alter table evaluation_case
  add column open integer not null default 0,
  -- the case that this one asks otherwise, and how: rephrased | steps
  add column of_key text,
  add column variation text;
