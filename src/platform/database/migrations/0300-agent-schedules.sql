-- Each agent, like this host, has a schedule of its own.
alter table discovery_schedule
  -- who looks; null: this host. Gone with the agent
  add column agent_id uuid,
  drop constraint discovery_schedule_pkey,
  add constraint discovery_schedule_one unique nulls not distinct (workspace_id, agent_id, look),
  add constraint discovery_schedule_agent foreign key (workspace_id, agent_id)
    references probe_agent (workspace_id, id) on delete cascade;
