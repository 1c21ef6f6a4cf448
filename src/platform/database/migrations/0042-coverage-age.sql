-- As of when the knowledge speaks that covers an ecosystem's components: what is too old is decided when it is shown.

alter table coverage add column as_of timestamptz;

-- A source was said to be as old as its last reading; where its newest record is older, that is how old it is.
update knowledge_source s set as_of = newest.modified
from (select source, max(modified) as modified from statement where modified <= now() group by source) newest
where newest.source = s.id and newest.modified < s.as_of;
