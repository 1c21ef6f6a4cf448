-- Who does what in a case, besides its lead.

-- [{role, person, outside}], as they were said; outside: nobody of the workspace, whose name opens nothing here
alter table assurance_case add column roles jsonb not null default '[]';
