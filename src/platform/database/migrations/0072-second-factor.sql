-- A second factor for local accounts: time-based one-time passwords (RFC 6238) and codes for the day the device is lost.

create table second_factor (
  account_id uuid primary key references account (id) on delete cascade,
  -- encrypted with the installation's key: it must be read again, so a hash will not do
  sealed_secret text not null,
  created_at timestamptz not null,
  -- null while it is being set up: it is not asked for yet
  confirmed_at timestamptz,
  -- the last time step that was accepted: a code works once
  last_step bigint not null default 0
);

create table recovery_code (
  account_id uuid not null references second_factor (account_id) on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
