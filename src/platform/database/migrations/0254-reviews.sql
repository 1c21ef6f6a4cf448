-- Reviews that were held, and what an assumption was before it was changed.

create table review (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id uuid not null,
  -- scenario | control | ai-system
  subject_kind text not null,
  subject_id text not null,
  at timestamptz not null,
  by text not null,
  note text not null,
  -- version that was looked at
  subject_version text,
  primary key (workspace_id, id)
);
create index review_by_subject on review (workspace_id, subject_kind, subject_id, at desc);

-- From when the calendar of something runs that was never reviewed.
alter table control add column registered_at timestamptz not null default now();
alter table scenario add column registered_at timestamptz not null default now();
alter table ai_system add column registered_at timestamptz not null default now();

-- Null: a register said so.
alter table assumption add column changed_by text;

create table assumption_before (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  replaced_at timestamptz not null,
  value double precision not null,
  unit text not null,
  source text not null,
  stated_on date not null,
  expires_on date not null,
  replaced_by text,
  primary key (workspace_id, id, replaced_at)
);

select protect_workspace_table('review');
select protect_workspace_table('assumption_before');
