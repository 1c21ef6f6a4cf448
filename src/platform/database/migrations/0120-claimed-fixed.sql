-- Who said that a finding is fixed, and when: only what was seen after that can confirm it, or say otherwise. Kept by the
-- database, so that whatever else changes of the work leaves the moment as it was.
alter table finding_work add column claimed_at timestamptz;
alter table finding_work add column claimed_by text;
update finding_work set claimed_at = updated_at, claimed_by = updated_by where progress = 'claimed-fixed';
alter table finding_work add constraint finding_work_claim check ((progress is not distinct from 'claimed-fixed') = (claimed_at is not null));

create function note_claim() returns trigger language plpgsql as $$
begin
  if new.progress is distinct from 'claimed-fixed' then
    new.claimed_at := null;
    new.claimed_by := null;
  elsif tg_op = 'INSERT' or old.progress is distinct from 'claimed-fixed' then
    new.claimed_at := new.updated_at;
    new.claimed_by := new.updated_by;
  end if;
  return new;
end $$;
create trigger note_claim before insert or update on finding_work for each row execute function note_claim();
create index finding_work_claimed on finding_work (workspace_id, finding_id) where progress = 'claimed-fixed';
