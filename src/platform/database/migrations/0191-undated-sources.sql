-- Data that dates nothing was said to be as old as its copy, however old that was. It is read again, and until then is as
-- of no day that anybody knows.

update knowledge_source set as_of = '1970-01-01T00:00:00Z' where id in (
  select jsonb_array_elements_text(state->'sources') from feed where (state->>'ofCopy')::boolean);
update feed set state = state - 'ofCopy' - 'asOf' - 'files' where (state->>'ofCopy')::boolean;
