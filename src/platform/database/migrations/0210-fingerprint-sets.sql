-- Fingerprint sets as their feeds brought them, whole: discovery reads them at the start of a run. They belong to no workspace.
create table fingerprint_set (
  id text primary key,
  -- of the content, so that the same again writes nothing
  digest text not null,
  rules integer not null,
  -- gzip of the set's own text
  content bytea not null
);
