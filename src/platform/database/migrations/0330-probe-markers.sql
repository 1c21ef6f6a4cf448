alter table open_trace
  -- what was asked bears a marker of ours: nobody's demand, whichever id the trace has
  add column is_probe boolean not null default false;
