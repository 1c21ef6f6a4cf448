-- Who a comment speaks to, by name, until they have seen it.
create table finding_mention (
  workspace_id uuid not null,
  comment_id uuid not null,
  person text not null,
  seen_at timestamptz,
  primary key (workspace_id, comment_id, person),
  foreign key (workspace_id, comment_id) references finding_comment (workspace_id, id) on delete cascade
);
create index finding_mention_unseen on finding_mention (workspace_id, person) where seen_at is null;
select protect_workspace_table('finding_mention');
