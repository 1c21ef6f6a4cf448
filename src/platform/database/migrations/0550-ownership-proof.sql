-- What shows that an owned asset is ours: that somebody named it (stated), a proof of its name (proven), or the word of a
-- person who answers for it (attested). What rests on other assets is noted by the next look or change of the scope.
alter table surface_asset add column proof text not null default 'none'
  check (proof in ('none', 'stated', 'proven', 'attested'));

-- A name that an administrator answers for was called proven.
update surface_asset s set reason = replace(replace(s.reason, 'Proven to be ours', 'Attested to be ours'),
    'which is proven to be ours', 'which is attested to be ours')
  from asset a
  where a.workspace_id = s.workspace_id and a.id = s.asset_id
    and (s.reason = 'Proven to be ours' or s.reason like '%, which is proven to be ours')
    and exists (select from scope_proof p where p.workspace_id = s.workspace_id and p.method = 'attestation'
      and p.state = 'proven' and p.name = coalesce(substring(s.reason from '^Lies in ([^ ,]+)'), a.name))
    and not exists (select from scope_proof p where p.workspace_id = s.workspace_id and p.method <> 'attestation'
      and p.state = 'proven' and p.name = coalesce(substring(s.reason from '^Lies in ([^ ,]+)'), a.name));

update surface_asset set proof = case
    when reason = 'Proven to be ours' or reason like '%, which is proven to be ours' then 'proven'
    when reason in ('Attested to be ours', 'Ruled so by a person', 'Lies in the approved scope',
        'Lies in an approved range, and is not looked at: it is excluded')
      or reason like any (array['%, which is attested to be ours', '%, of which a person ruled so']) then 'attested'
    else 'stated' end
  where standing = 'owned';
