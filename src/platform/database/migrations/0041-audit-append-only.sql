-- The chain of the audit trail is written once. The application role may not change it (its rights say so); this holds for
-- the owner too. Words (audit_detail) can still be erased by the owner when their retention ends.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: entries are never changed or removed', tg_table_name;
end $$;

create trigger audit_entry_is_append_only before update or delete on audit_entry for each row execute function refuse_change();
create trigger audit_entry_is_not_emptied before truncate on audit_entry for each statement execute function refuse_change();

-- Words may be removed, not replaced by others.
create trigger audit_detail_is_not_rewritten before update on audit_detail for each row execute function refuse_change();
