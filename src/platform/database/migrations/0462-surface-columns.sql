-- What lists of the surface count by, beside the value that holds it: to read it out of each value took seconds.
alter table observation
  add column port text generated always as (case kind
    when 'service' then regexp_replace(key, '^.*:(\d+)/(\w+)$', '\2/\1')
    when 'weakness' then regexp_replace(value -> 'subject' ->> 'name', '^.*:(\d+)/(\w+)$', '\2/\1') end) stored,
  add column rule text generated always as (case when kind = 'weakness' then value ->> 'ruleId' end) stored,
  add column severity text generated always as (case when kind = 'weakness' then value ->> 'severity' end) stored,
  add column products jsonb generated always as (
    case when kind = 'service' then jsonb_path_query_array(value, '$.software[*].product') end) stored;
create index observation_standing on observation (workspace_id, kind, asset_id) include (port, rule, severity) where gone_at is null;
