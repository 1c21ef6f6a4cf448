-- What is known of a case beside its report: when things happened, what it hangs together with, who may read it.

alter table assurance_case
  -- person | command | report-link | mail
  add column origin text not null default 'person',
  -- read by owners and by whoever reported it; others see that there is one
  add column confidential boolean not null default false,
  -- who leads the work; blame is nobody's
  add column lead text,
  -- how the reporter can be reached, if they said so
  add column contact text,
  -- what came in, by digest: the same mail twice is one case
  add column source_digest text;
create unique index case_by_source on assurance_case (workspace_id, source_digest) where source_digest is not null;

-- When something happened, as exactly as it is known: both bounds the same, a range, one of them, or neither.
create table case_moment (
  workspace_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  -- occurred | detected | triaged | contained | change-verified | regression-green | shared; null: anything else
  step text,
  what text not null,
  earliest timestamptz,
  latest timestamptz,
  estimated boolean not null,
  said_by text not null,
  said_at timestamptz not null,
  primary key (workspace_id, id),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade,
  check (earliest is null or latest is null or earliest <= latest)
);
create unique index case_moment_by_step on case_moment (workspace_id, case_id, step) where step is not null;
create index case_moment_by_case on case_moment (workspace_id, case_id);

-- What a case hangs together with: a finding, an asset, a run of an evaluation, another case, a place elsewhere.
create table case_link (
  workspace_id uuid not null,
  case_id uuid not null,
  kind text not null,
  target text not null,
  note text,
  said_by text not null,
  said_at timestamptz not null,
  primary key (workspace_id, case_id, kind, target),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade
);

-- The chain of evidence as it stood when somebody froze it for the case: what was recorded by then can be told from what came after.
create table case_freeze (
  workspace_id uuid not null,
  case_id uuid not null,
  position bigint not null,
  digest text not null,
  frozen_by text not null,
  frozen_at timestamptz not null,
  primary key (workspace_id, case_id, position),
  foreign key (workspace_id, case_id) references assurance_case (workspace_id, id) on delete cascade
);

select protect_workspace_table('case_moment');
select protect_workspace_table('case_link');
select protect_workspace_table('case_freeze');
