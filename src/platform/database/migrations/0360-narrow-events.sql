-- The history of findings is written by the hundred thousand. Its key names the finding first, so that it also finds what
-- happened to one, and the order of time ends where new events come, which fills its pages instead of splitting them.
alter table finding_event drop constraint finding_event_pkey;
alter table finding_event add primary key (workspace_id, finding_id, id);
drop index finding_event_by_finding;
drop index finding_event_by_time;
create index finding_event_by_time on finding_event (workspace_id, at, id);
