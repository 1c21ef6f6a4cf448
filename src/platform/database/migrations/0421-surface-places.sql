-- Where an asset answers: an address at itself, a service at its address, a name at the addresses that resolvers give for it,
-- aliases followed. What is there (services, weaknesses, findings) is told of the name, too, and lists ask for it by this.
alter table surface_asset add places text[] not null default '{}';

create function pg_temp.fill_places() returns void language sql as $$
  with recursive way (id, at, depth) as (
    select s.asset_id, s.asset_id, 0 from surface_asset s join asset a on a.id = s.asset_id
    where a.kind in ('domain', 'hostname')
    union
    select w.id, t.id, w.depth + 1 from way w join observation o on o.asset_id = w.at and o.kind = 'records' and o.gone_at is null
        and o.value ->> 'type' in ('A', 'AAAA', 'CNAME')
      cross join lateral jsonb_array_elements_text(o.value -> 'values') v
      join asset t on t.natural_key = lower(v) and t.kind = any(case when o.value ->> 'type' = 'CNAME'
        then array['domain', 'hostname'] else array['ip-address'] end)
    where w.depth < 8
  ), ends as (
    select w.id, array_agg(distinct w.at order by w.at) as places from way w join asset a on a.id = w.at
    where a.kind = 'ip-address' group by w.id
    union all
    select s.asset_id, array[t.id] from surface_asset s join asset a on a.id = s.asset_id
      join asset t on t.kind = 'ip-address' and t.natural_key = regexp_replace(a.natural_key, '^\[?(.*?)\]?:\d+/\w+$', '\1')
    where a.kind in ('ip-address', 'service')
  )
  update surface_asset s set places = e.places from ends e where e.id = s.asset_id
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
