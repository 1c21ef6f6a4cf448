-- False: the run broke off, or its report does not say what it covered. It adds to what is known of its witness and takes
-- nothing back: only a complete run retracts.
alter table import add column complete boolean not null default true;
