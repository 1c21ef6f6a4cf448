-- Queues in which people review what a system wants to do, with items among them whose answer is known.

create table review_queue (
  workspace_id uuid not null references workspace (id) on delete cascade,
  id text not null,
  title text not null,
  -- the human barrier that its reviewers are
  control_id text not null,
  -- probability that an item is followed by one that is known to be wrong, or right
  wrong_share double precision not null check (wrong_share between 0 and 0.5),
  right_share double precision not null check (right_share between 0 and 0.5),
  -- wrong items that are needed before anything is said
  least_seeds integer not null check (least_seeds between 5 and 1000),
  changed_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, control_id) references control (workspace_id, id)
);

-- What reviewers see: real items and seeded ones alike. Its words go once it is decided.
create table review_item (
  workspace_id uuid not null,
  id uuid not null,
  queue_id text not null,
  arrived_at timestamptz not null,
  title text not null,
  body text not null,
  decided_at timestamptz,
  decided_by text,
  -- stop | pass
  decision text check (decision in ('stop', 'pass')),
  primary key (workspace_id, id),
  foreign key (workspace_id, queue_id) references review_queue (workspace_id, id) on delete cascade
);
create index review_item_waiting on review_item (workspace_id, queue_id, arrived_at, id) where decided_at is null;

-- By what a system that brings real items knows them. Kept apart, so that items are of one kind.
create table review_reference (
  workspace_id uuid not null,
  item_id uuid not null,
  queue_id text not null,
  reference text not null,
  primary key (workspace_id, item_id),
  unique (workspace_id, queue_id, reference),
  foreign key (workspace_id, item_id) references review_item (workspace_id, id) on delete cascade
);

-- Items whose answer is known, each shown once.
create table review_seed (
  workspace_id uuid not null,
  id uuid not null,
  queue_id text not null,
  title text not null,
  body text not null,
  -- wrong | right
  truth text not null check (truth in ('wrong', 'right')),
  made_by text not null,
  made_at timestamptz not null,
  item_id uuid,
  -- from when its outcome counts: outcomes come together, so that none tells which item it was
  counted_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, queue_id) references review_queue (workspace_id, id) on delete cascade,
  foreign key (workspace_id, item_id) references review_item (workspace_id, id) on delete cascade
);
create index review_seed_by_item on review_seed (workspace_id, item_id);

select protect_workspace_table('review_queue');
select protect_workspace_table('review_item');
select protect_workspace_table('review_reference');
select protect_workspace_table('review_seed');
