-- Catalogues of techniques (ATLAS, ATT&CK) as their feeds brought them: ids and titles. They belong to no workspace.
create table technique_catalogue (
  id text primary key,
  version text not null,
  -- of version and techniques, so that the same again writes nothing
  digest text not null,
  -- [{ id, title, parent? }]
  techniques json not null
);
