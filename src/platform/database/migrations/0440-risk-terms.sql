-- What a scenario's risk was reckoned with besides evidence, and from when on: its numbers and layers, what was assumed, what
-- its controls were. With the evidence as it was recorded that says why a risk moved, however much was changed since.
create table risk_terms (
  workspace_id uuid not null,
  scenario_id text not null,
  at timestamptz not null,
  terms json not null,
  primary key (workspace_id, scenario_id, at),
  foreign key (workspace_id, scenario_id) references scenario (workspace_id, id) on delete cascade
);
select protect_workspace_table('risk_terms');

-- What was recorded last is looked back on, whatever time it is about.
create index evidence_by_entry on evidence_detail (workspace_id, control_id, aspect, position desc);
