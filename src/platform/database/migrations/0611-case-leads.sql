-- Who leads a case is a person of the workspace, or somebody from outside, whose name opens nothing here.

alter table assurance_case add column lead_outside boolean not null default false;
update assurance_case c set lead_outside = true
  where c.lead is not null and not exists (
    select 1 from membership m join account a on a.id = m.account_id
    where m.workspace_id = c.workspace_id and a.name = c.lead and m.disabled_at is null);
