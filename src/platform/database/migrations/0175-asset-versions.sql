-- Two people who state facts of an asset at the same time do not overwrite each other: each change counts, and whoever
-- read an earlier version is told who changed it since.
alter table asset add column version integer not null default 1;
alter table asset add column changed_by text;
alter table asset add column changed_at timestamptz;
