-- Who or what recorded a piece of evidence; null where it was recorded before that was kept. The chain binds it where it is there.
alter table evidence_detail add column recorded_by text;
