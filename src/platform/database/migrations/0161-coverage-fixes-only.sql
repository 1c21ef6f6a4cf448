-- Distributions that publish what they fixed: of what is not fixed yet their silence says nothing.

alter table coverage add column fixes_only boolean not null default false;
