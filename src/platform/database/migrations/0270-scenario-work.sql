-- Scenarios that people begin from a ready-made one and work on here, and the techniques of catalogues that they name.

alter table scenario
  -- who or what sets it off
  add column initiators text[] not null default '{}',
  -- ids of a catalogue: 'AML.T0051', 'T1566.001', 'LLM01:2025', 'STRIDE:S'
  add column techniques text[] not null default '{}',
  -- the ready-made scenario that it began as
  add column began_as text,
  -- 'register': a register says what it is; 'here': people do
  add column kept_in text not null default 'register' check (kept_in in ('register', 'here')),
  -- counts the times it was written, so that nobody overwrites what they have not seen
  add column revision integer not null default 1;

alter table assurance_case add column techniques text[] not null default '{}';
