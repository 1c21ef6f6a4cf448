-- Patterns of abuse: near-duplicates by keyed digests of pairs of words, in place of the words.
create table pattern (
  workspace_id uuid not null references workspace (id) on delete cascade,
  -- never used for another
  number integer not null,
  title text,
  made_at timestamptz not null,
  merged_into integer,
  split_from integer,
  primary key (workspace_id, number)
);
select protect_workspace_table('pattern');

create table pattern_item (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  -- traces | case
  kind text not null,
  system_slug text,
  -- digests as signed numbers
  sketch integer[] not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times bigint not null default 1,
  -- how often it came through, and when last: it was found wrong afterwards, and nothing had stopped it
  came_through bigint not null default 0,
  through_at timestamptz,
  -- something was noted of it that is not grouped yet
  is_new boolean not null default true,
  number integer,
  primary key (workspace_id, id)
);
create index pattern_item_by_number on pattern_item (workspace_id, number, last_at desc);
create index pattern_item_new on pattern_item (workspace_id) where is_new;
select protect_workspace_table('pattern_item');

-- What people said of two items: that they belong together, or that they do not.
create table pattern_word (
  workspace_id uuid not null references workspace (id) on delete cascade,
  a text not null,
  b text not null,
  -- together | apart
  kind text not null,
  said_by text not null,
  said_at timestamptz not null,
  primary key (workspace_id, a, b),
  check (a < b)
);
select protect_workspace_table('pattern_word');
