-- Whether a vulnerability is in KEV is yes, no or unknown (null): no catalogue could say so. It was "no" where it was unknown.
alter table finding alter column kev drop not null;
alter table finding alter column kev drop default;

-- What the decision says of it; a table that does not ask leaves what is known of exploitation.
create function pg_temp.kev_basis(priority jsonb, exploitation text) returns text language sql immutable as $$
  select coalesce(
    (select coalesce(i ->> 'basis', i ->> 5) from jsonb_path_query(priority, 'strict $.inputs[*]', '{}', true) i
      where coalesce(i ->> 'point', i ->> 0) like 'cisa:KEV:%' limit 1),
    case when exploitation = 'none' then 'stated' else 'assumed' end)
$$;

update finding set kev = null
  where not kev and rule_id is null and pg_temp.kev_basis(priority::jsonb, exploitation) = 'assumed';
