-- Certificates answer, too: where they are presented, at a port of an address. Of a service the port stands here as well, so
-- that what is there is found by place and port alike.
alter table surface_asset add column ports text[] not null default '{}';

create or replace function pg_temp.fill_places() returns void language sql as $$
  with ends as (
    select s.asset_id as id, s.places, array[regexp_replace(a.natural_key, '^.*:(\d+)/(\w+)$', '\2/\1')] as ports
    from surface_asset s join asset a on a.id = s.asset_id where a.kind = 'service' and s.places <> '{}'
    union all
    select s.asset_id, array_agg(o.asset_id order by o.asset_id, o.key),
      array_agg(regexp_replace(o.key, '^.*:(\d+)/(\w+)$', '\2/\1') order by o.asset_id, o.key)
    from observation o cross join lateral jsonb_array_elements_text(o.value -> 'tls' -> 'leaves') leaf
      join asset a on a.kind = 'certificate' and a.natural_key = leaf join surface_asset s on s.asset_id = a.id
    where o.kind = 'service' and o.gone_at is null group by s.asset_id
  )
  update surface_asset s set places = e.places, ports = e.ports from ends e where e.id = s.asset_id
$$;

-- One workspace after the other: an owner who is no superuser sees no rows otherwise.
do $$
declare
  before text := coalesce(current_setting('lunette.workspace_id', true), '');
  one uuid;
begin
  for one in select id from workspace loop
    perform set_config('lunette.workspace_id', one::text, true);
    perform pg_temp.fill_places();
  end loop;
  perform set_config('lunette.workspace_id', before, true);
end $$;
