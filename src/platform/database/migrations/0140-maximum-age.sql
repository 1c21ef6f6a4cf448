-- Days after which a feed's data counts as out of date, and so the knowledge that covers an ecosystem's components.
-- What is older is decided when it is shown.

alter table feed add column max_age_days int not null default 7;
alter table coverage add column max_age_days int not null default 7;
