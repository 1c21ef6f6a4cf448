-- A change of a case that was not proven may be withdrawn: it stays, with who did so and why, and closes nothing any more.
alter table case_change
  add column withdrawn_at timestamptz,
  add column withdrawn_by text,
  add column withdrawn_why text,
  add check (num_nulls(withdrawn_at, withdrawn_by, withdrawn_why) in (0, 3));
