-- What goes out. A notice is something that happened, written in the transaction that made it happen; a delivery is its
-- way to one target. Both are filled by triggers, so that no writer of findings can forget them.

create table notifier_target (
  workspace_id uuid not null,
  id uuid not null,
  -- id of the plug-in: webhook, smtp, jira
  notifier text not null,
  name text not null,
  settings jsonb not null,
  -- name of the field to sealed text
  secrets jsonb not null default '{}',
  -- kinds of notices it is told
  kinds text[] not null,
  paused boolean not null default false,
  made_by text not null,
  made_at timestamptz not null,
  -- who delivers to it now: one at a time, so that order is kept
  holder uuid,
  held_until timestamptz,
  primary key (workspace_id, id)
);
create unique index notifier_target_by_name on notifier_target (workspace_id, lower(name));
select protect_workspace_table('notifier_target');

create table notice (
  workspace_id uuid not null,
  id bigint generated always as identity,
  kind text not null,
  -- what makes it one: the same thing is told once
  key text not null,
  at timestamptz not null,
  -- where it is for one target only
  target_id uuid,
  detail jsonb not null,
  primary key (workspace_id, id)
);
create unique index notice_by_key on notice (workspace_id, key);
create index notice_by_time on notice (workspace_id, at);
select protect_workspace_table('notice');

create table delivery (
  workspace_id uuid not null,
  id bigint generated always as identity,
  target_id uuid not null,
  notice_id bigint not null,
  -- waiting | delivered | dead
  state text not null default 'waiting',
  attempts int not null default 0,
  -- not tried before
  next_at timestamptz not null,
  -- problem code and sentence of the last try
  last_error jsonb,
  tried_at timestamptz,
  -- what the other side made of it: a ticket's key
  reference text,
  primary key (workspace_id, id),
  foreign key (workspace_id, target_id) references notifier_target (workspace_id, id) on delete cascade,
  foreign key (workspace_id, notice_id) references notice (workspace_id, id) on delete cascade
);
create unique index delivery_once on delivery (workspace_id, target_id, notice_id);
create index delivery_waiting on delivery (workspace_id, target_id, id) where state = 'waiting';
create index delivery_by_notice on delivery (workspace_id, notice_id);
select protect_workspace_table('delivery');

-- Every notice has a delivery for each target that wants its kind, or for the one it is addressed to.
create function deliver_notices() returns trigger language plpgsql as $$
begin
  insert into delivery (workspace_id, target_id, notice_id, next_at)
  select n.workspace_id, t.id, n.id, n.at
  from added n join notifier_target t on t.workspace_id = n.workspace_id
    and case when n.target_id is null then n.kind = any (t.kinds) else t.id = n.target_id end
  order by n.id
  on conflict do nothing;
  return null;
end $$;
create trigger deliver_notices after insert on notice referencing new table as added
  for each statement execute function deliver_notices();

-- A finding as notices tell it.
create function told_of_finding(f finding, asset_name text) returns jsonb language sql stable as $$
  select jsonb_build_object('id', f.id, 'vulnerability', f.vulnerability_id, 'rule', f.rule_id, 'title', f.title,
    'component', f.component_name, 'version', f.component_version, 'fixedVersion', f.fixed_version,
    'asset', jsonb_build_object('id', f.asset_id, 'name', asset_name), 'state', f.state, 'resolution', f.resolution,
    'urgency', f.urgency, 'outcome', f.outcome_label, 'why', f.why, 'kev', f.kev, 'epss', f.epss, 'cvss', f.cvss,
    'dueAt', to_json(f.due_at) #>> '{}')
$$;

-- Changes of findings that are to be told: what is to be done now or soon, and the end of what was told.
create function tell_of_finding_events() returns trigger language plpgsql as $$
begin
  if not exists (select from notifier_target where kinds && array['finding.opened', 'finding.raised', 'finding.reopened',
    'finding.resolved', 'finding.suppressed']) then
    return null;
  end if;
  insert into notice (workspace_id, kind, key, at, detail)
  select e.workspace_id, e.told, 'event:' || e.id, e.at,
    jsonb_build_object('finding', told_of_finding(f, a.name), 'change', e.detail)
  from (
    select a.*, case a.kind
      when 'opened' then 'finding.opened' when 'reopened' then 'finding.reopened' when 'returned' then 'finding.reopened'
      when 'resolved' then 'finding.resolved' when 'suppressed' then 'finding.suppressed'
      when 'changed' then case when a.detail -> 'before' ->> 'urgency' in ('scheduled', 'defer') then 'finding.raised' end
    end as told from added a
  ) e
  join finding f on f.workspace_id = e.workspace_id and f.id = e.finding_id
  join asset a on a.workspace_id = f.workspace_id and a.id = f.asset_id
  where e.told is not null and f.urgency in ('now', 'soon')
    and exists (select from notifier_target t where t.workspace_id = e.workspace_id and e.told = any (t.kinds))
  order by e.id
  on conflict do nothing;
  return null;
end $$;
create trigger tell_of_finding_events after insert on finding_event referencing new table as added
  for each statement execute function tell_of_finding_events();
