-- Triggers speak for what the application does in a workspace; rows that a restore puts back were told already.
create or replace function deliver_notices() returns trigger language plpgsql as $$
begin
  if nullif(current_setting('lunette.workspace_id', true), '') is null then
    return null;
  end if;
  insert into delivery (workspace_id, target_id, notice_id, next_at)
  select n.workspace_id, t.id, n.id, n.at
  from added n join notifier_target t on t.workspace_id = n.workspace_id
    and case when n.target_id is null then n.kind = any (t.kinds) else t.id = n.target_id end
  order by n.id
  on conflict do nothing;
  return null;
end $$;

-- A finding that is somebody else's ticket, too.
create table ticket (
  workspace_id uuid not null,
  target_id uuid not null,
  finding_id text not null,
  key text not null,
  url text not null,
  made_at timestamptz not null,
  -- how it stands over there, and since when we know
  status text,
  done boolean,
  checked_at timestamptz,
  primary key (workspace_id, target_id, finding_id),
  foreign key (workspace_id, target_id) references notifier_target (workspace_id, id) on delete cascade,
  foreign key (workspace_id, finding_id) references finding (workspace_id, id) on delete cascade
);
create index ticket_by_finding on ticket (workspace_id, finding_id);
select protect_workspace_table('ticket');

-- Who wants a digest, through which mail target, how often.
create table digest_subscription (
  workspace_id uuid not null,
  account_id uuid not null references account (id) on delete cascade,
  target_id uuid not null,
  address text not null,
  -- daily | weekly
  cadence text not null,
  -- up to when the last one told
  told_until timestamptz not null,
  primary key (workspace_id, account_id),
  foreign key (workspace_id, target_id) references notifier_target (workspace_id, id) on delete cascade
);
select protect_workspace_table('digest_subscription');

-- The end of a ticket's finding is told however urgent it is.
create or replace function tell_of_finding_events() returns trigger language plpgsql as $$
begin
  if nullif(current_setting('lunette.workspace_id', true), '') is null
    or not exists (select from notifier_target where kinds && array['finding.opened', 'finding.raised', 'finding.reopened',
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
  where e.told is not null
    and (f.urgency in ('now', 'soon') or exists (select from ticket k where k.finding_id = f.id))
    and exists (select from notifier_target t where t.workspace_id = e.workspace_id and e.told = any (t.kinds))
  order by e.id
  on conflict do nothing;
  return null;
end $$;
