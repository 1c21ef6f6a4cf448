-- A case that is open again because it happened once more: what its changes had cleared until then was not mended.
delete from cleared_failure f using case_change h, assurance_case c
where h.workspace_id = f.workspace_id and h.id = f.change_id and c.workspace_id = h.workspace_id and c.id = h.case_id
  and c.state = 'open' and c.recurred_at > f.cleared_at;
