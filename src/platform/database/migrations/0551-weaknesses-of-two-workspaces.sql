-- Where two workspaces watch the same place, 0460 joined their weaknesses: one of them kept a weakness with the names and
-- the age that the other knew, the other lost it until its next look. What a workspace lost it had stated to its findings.
-- Likewise 0461 gave a certificate the ports where another workspace saw it.

create or replace function pg_temp.id_of(identity text) returns text language sql immutable as
  $$ select left(translate(encode(sha256(convert_to(identity, 'UTF8')), 'base64'), '+/', '-_'), 22) $$;

create temp table stated_weakness on commit drop as
  select i.workspace_id, i.asset_id, i.stated_at, e.said, e.said ->> 'ruleId' as rule, e.said ->> 'location' as location,
    case when strpos(a.natural_key, ':') > 0 then '[' || a.natural_key || ']' else a.natural_key end
      || ':' || split_part(e.said ->> 'location', '/', 2) || '/' || split_part(e.said ->> 'location', '/', 1) as service
  from (select distinct on (workspace_id, asset_id) * from import where importer = 'discovery' and stated is not null
      order by workspace_id, asset_id, stated_at desc, content_digest desc) i
    join asset a on a.workspace_id = i.workspace_id and a.id = i.asset_id and a.kind = 'ip-address'
    cross join lateral jsonb_array_elements(i.stated) as e (said)
  where e.said ->> 'location' ~ '^\w+/\d+$';

insert into observation (workspace_id, id, kind, key, asset_id, value, digest, source, vantage, first_seen, last_seen, run_id,
    told, told_digest)
  select w.workspace_id, w.id, 'weakness', w.key, w.asset_id, w.value, w.digest, o.source, o.vantage, w.first_seen,
    o.last_seen, o.run_id, w.value, w.digest
  from (
    select s.*, k.key, pg_temp.id_of('["observation","weakness",' || to_jsonb(k.key)::text || ']') as id,
      pg_temp.id_of(jsonb_build_array(s.said ->> 'severity')::text) as digest,
      jsonb_build_object('ruleId', s.rule, 'title', s.said ->> 'title', 'severity', s.said ->> 'severity',
        'reason', split_part(s.said ->> 'description', E'\n\nSeen: ', 1),
        'evidence', split_part(s.said ->> 'description', E'\n\nSeen: ', 2),
        'remedy', coalesce(s.said ->> 'remedy', ''), 'references', coalesce(s.said -> 'references', '[]'),
        'subject', jsonb_build_object('kind', 'service', 'name', s.service), 'shownBy', '[]'::jsonb) as value,
      coalesce((select min(f.first_seen) from finding f where f.workspace_id = s.workspace_id and f.asset_id = s.asset_id
        and f.rule_id = 'discovery:' || s.rule and split_part(f.location, ' · ', 1) = s.location), s.stated_at) as first_seen
    from stated_weakness s cross join lateral (select s.rule || ' service ' || s.service as key) k
  ) w
    join observation o on o.workspace_id = w.workspace_id and o.asset_id = w.asset_id and o.kind = 'service'
      and o.key = w.service and o.gone_at is null
  where exists (select from observation other where other.workspace_id <> w.workspace_id and other.id = w.id)
  on conflict (workspace_id, id) do nothing;

-- What stayed is no older than the asset is here, and shown by what is known here.
update observation o set first_seen = greatest(o.first_seen, s.first_seen), last_seen = least(o.last_seen, s.last_seen),
    value = case when o.value ? 'shownBy' then jsonb_set(o.value, '{shownBy}', (
      select coalesce(jsonb_agg(shown order by shown), '[]') from jsonb_array_elements_text(o.value -> 'shownBy') shown
      where exists (select from asset a where a.workspace_id = o.workspace_id and a.natural_key = shown)
        or not exists (select from asset a where a.workspace_id <> o.workspace_id and a.natural_key = shown)))
      else o.value end
  from surface_asset s
  where s.workspace_id = o.workspace_id and s.asset_id = o.asset_id and o.kind = 'weakness' and o.gone_at is null
    and exists (select from surface_asset other
      where other.workspace_id <> o.workspace_id and other.asset_id = o.asset_id);

update surface_asset s set places = coalesce(p.places, '{}'), ports = coalesce(p.ports, '{}')
  from surface_asset c join asset a on a.workspace_id = c.workspace_id and a.id = c.asset_id and a.kind = 'certificate'
    left join (
      select o.workspace_id, leaf, array_agg(o.asset_id order by o.asset_id, o.key) as places,
        array_agg(regexp_replace(o.key, '^.*:(\d+)/(\w+)$', '\2/\1') order by o.asset_id, o.key) as ports
      from observation o cross join lateral jsonb_array_elements_text(o.value -> 'tls' -> 'leaves') leaf
      where o.kind = 'service' and o.gone_at is null group by o.workspace_id, leaf
    ) p on p.workspace_id = a.workspace_id and p.leaf = a.natural_key
  where s.workspace_id = c.workspace_id and s.asset_id = c.asset_id
    and (s.places, s.ports) is distinct from (coalesce(p.places, '{}'), coalesce(p.ports, '{}'));

drop table stated_weakness;
