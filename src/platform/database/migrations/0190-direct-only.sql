-- The few imports that name direct dependencies only are counted above every list.

create index import_direct_only on import (workspace_id, asset_id)
where (outcome -> 'notes') @> '[{"code": "direct-dependencies-only"}]'::jsonb;
