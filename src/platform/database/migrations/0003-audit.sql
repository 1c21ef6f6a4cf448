-- Who changed what. The chain holds salted digests; the words lie in rows that may be erased without breaking it.

create table audit_entry (
  -- 'instance', or a workspace's id: each chain stands alone
  chain text not null,
  position bigint not null,
  at timestamptz not null,
  -- digest of salt and words
  content_digest text not null,
  -- digest of the previous entry's digest, position, time and content digest
  digest text not null,
  primary key (chain, position)
);

create table audit_detail (
  chain text not null,
  position bigint not null,
  salt text not null,
  actor text not null,
  action text not null,
  target text not null,
  detail jsonb not null default '{}',
  primary key (chain, position),
  foreign key (chain, position) references audit_entry (chain, position)
);
