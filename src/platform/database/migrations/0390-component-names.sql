-- Names of software, once each: AI is recognised by name, and reading them place by place takes seconds where there are a
-- million places. Imports do not write here, so that none waits for another: whoever asks adds the names of imports that
-- came since. A name that is gone stays; what is still there is asked of components.
create table component_name (
  workspace_id uuid not null,
  -- a digest of the three: names may be longer than an index takes
  id uuid not null,
  type text,
  namespace text,
  name text not null,
  primary key (workspace_id, id)
);
select protect_workspace_table('component_name');

create table named_import (
  workspace_id uuid not null,
  import_id text not null,
  primary key (workspace_id, import_id),
  foreign key (workspace_id, import_id) references import (workspace_id, id) on delete cascade
);
select protect_workspace_table('named_import');
