-- A newer day of EPSS moves findings in the list; an older one, or one that is replaced, may change what is decided.
alter table knowledge_state add column epss_history_generation bigint not null default 0;
update knowledge_state set epss_history_generation = epss_generation;
