-- What is wrong with a service was another weakness for each name of a site and each certificate that showed it, so a name
-- that came to light ended one and began another. It is one by place, rule and what it is about; the names are its evidence.

-- Ids are digests of identity: 22 characters of the SHA-256 in base64url.
create or replace function pg_temp.id_of(identity text) returns text language sql immutable as
  $$ select left(translate(encode(sha256(convert_to(identity, 'UTF8')), 'base64'), '+/', '-_'), 22) $$;

-- A name, an address or a certificate, and no product.
create function pg_temp.shows_only(rule text, aspect text) returns boolean language sql immutable as $$
  select rule not in ('outdated-software', 'outdated-js-library') and (aspect ~ '^([a-z0-9_*-]+\.)+[a-z0-9-]+$'
    or aspect ~ '^[0-9a-f.]*:[0-9a-f:.]*$' or aspect ~ '^[0-9a-f]{64}$')
$$;

create temp table same_weakness on commit drop as select '' as place, * from observation limit 0;

create function pg_temp.join_weaknesses() returns void language plpgsql as $$
begin
  insert into same_weakness select concat_ws(' ', o.value ->> 'ruleId', 'service', o.value -> 'subject' ->> 'name'), o.*
    from observation o where o.kind = 'weakness' and o.value -> 'subject' ->> 'kind' = 'service'
      and (o.value -> 'aspect' is null or pg_temp.shows_only(o.value ->> 'ruleId', o.value ->> 'aspect'));
  delete from same_weakness s where not exists
    (select from same_weakness o where o.place = s.place and o.value -> 'aspect' is not null);
  delete from observation o using same_weakness s where s.id = o.id;
  -- What stands goes on; of several the most severe speaks, and it is as old as the first of them.
  insert into observation (workspace_id, id, kind, key, asset_id, value, digest, source, vantage, first_seen, last_seen,
      run_id, missed, gone_at, told, told_digest)
    select distinct on (s.place) s.workspace_id, pg_temp.id_of('["observation","weakness",' || to_jsonb(s.place)::text || ']'),
      s.kind, s.place, s.asset_id,
      (s.value - 'aspect') || jsonb_build_object('shownBy', (select coalesce(jsonb_agg(distinct o.value -> 'aspect'), '[]')
        from same_weakness o where o.place = s.place and o.gone_at is not distinct from s.gone_at and o.value -> 'aspect' is not null)),
      s.digest, s.source, s.vantage,
      min(s.first_seen) over same, max(s.last_seen) over same, s.run_id, s.missed, s.gone_at, s.told - 'aspect', s.told_digest
    from same_weakness s
    window same as (partition by s.place, s.gone_at is null)
    order by s.place, s.gone_at is not null,
      array_position(array['critical', 'high', 'medium', 'low', 'none'], s.value ->> 'severity'), s.last_seen desc, s.id;
  delete from same_weakness;

  -- Findings follow when their asset is assessed next: each goes on as that of its place, as old as it was.
  update import i set stated = (
    select jsonb_agg(case when e.said ->> 'location' ~ '^\S+/\d+ · ' and pg_temp.shows_only(e.said ->> 'ruleId',
        split_part(e.said ->> 'location', ' · ', 2))
      then e.said || jsonb_build_object('location', split_part(e.said ->> 'location', ' · ', 1)) else e.said end order by e.n)
    from jsonb_array_elements(i.stated) with ordinality as e (said, n))
  where i.importer = 'discovery' and i.stated is not null and i.stated::text ~ '"location": "\S+/\d+ · ';
end $$;

-- One workspace after the other: an owner who is no superuser sees no rows otherwise.
do $$
declare
  before text := coalesce(current_setting('lunette.workspace_id', true), '');
  one uuid;
begin
  for one in select id from workspace loop
    perform set_config('lunette.workspace_id', one::text, true);
    perform pg_temp.join_weaknesses();
  end loop;
  perform set_config('lunette.workspace_id', before, true);
end $$;
