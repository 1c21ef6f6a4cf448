-- What a case was taken for before: closing asks as of the gravest of it. Rows of {was, at, by, why}, oldest first.
alter table assurance_case add column kinds jsonb not null default '[]';
