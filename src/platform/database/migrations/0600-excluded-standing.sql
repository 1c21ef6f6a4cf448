-- What is excluded was counted with what somebody ruled not to be ours: it has a standing of its own.
update surface_asset set standing = 'excluded'
  where standing = 'rejected'
    and (reason = 'Excluded by a person' or reason like 'Excluded: %'
      or reason like '%, which is excluded' or reason like '%, which is excluded: %');

-- And what was found on it.
update surface_asset s set standing = 'excluded'
  from asset a join surface_asset h on h.workspace_id = a.workspace_id and h.asset_id = a.id and h.standing = 'excluded'
  where s.workspace_id = a.workspace_id and s.standing = 'rejected' and s.reason = 'Found on ' || a.name;
