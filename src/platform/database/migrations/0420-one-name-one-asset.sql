-- A domain and the host of the same name were two assets: what resolvers said lay with the one, whose it is with the other.
-- A name is one asset, as the Open Asset Model has it (FQDN); what was registered is its kind. The domain's row goes on
-- under the id of the name, with all that hangs on it; where there was a twin, the two are joined.

-- Ids are digests of identity: 22 characters of the SHA-256 in base64url.
create function pg_temp.id_of(identity text) returns text language sql immutable as
  $$ select left(translate(encode(sha256(convert_to(identity, 'UTF8')), 'base64'), '+/', '-_'), 22) $$;

alter table finding_work alter constraint finding_work_workspace_id_finding_id_fkey deferrable;
alter table finding_comment alter constraint finding_comment_workspace_id_finding_id_fkey deferrable;
alter table ticket alter constraint ticket_workspace_id_finding_id_fkey deferrable;
set constraints all deferred;

create temp table renamed (old text primary key, new text not null) on commit drop;
create temp table refound (old text primary key, new text not null, is_known boolean not null) on commit drop;
create temp table rejoined on commit drop as select id as old, id as new, kind, from_id, to_id from relation limit 0;
create temp table moved on commit drop as select * from asset limit 0;

create function pg_temp.join_names() returns void language plpgsql as $$
begin
  insert into renamed
    select id, pg_temp.id_of('["asset","hostname",' || to_jsonb(natural_key)::text || ']') from asset
    where kind = 'domain' and id = pg_temp.id_of('["asset","domain",' || to_jsonb(natural_key)::text || ']');
  insert into moved select a.* from asset a join renamed r on r.old = a.id;
  update moved m set id = r.new, kind = 'hostname' from renamed r where r.old = m.id;
  -- Recorded and assessed anew: the joined asset is more than either was.
  delete from surface_recording s using renamed r, asset twin where twin.id = r.new and s.asset_id in (r.old, r.new);
  delete from assessment s using renamed r, asset twin where twin.id = r.new and s.asset_id in (r.old, r.new);
  -- The domain's row knows whose it is.
  delete from surface_asset s using renamed r
    where s.asset_id = r.new and exists (select from surface_asset d where d.asset_id = r.old);
  insert into asset as a select * from moved on conflict (workspace_id, id) do update set
    owner = coalesce(a.owner, excluded.owner),
    criticality = case when a.criticality = 'unknown' then excluded.criticality else a.criticality end,
    environment = case when a.environment = 'unknown' then excluded.environment else a.environment end,
    exposure = case when a.exposure = 'unknown' then excluded.exposure else a.exposure end,
    exposure_basis = case when a.exposure = 'unknown' then excluded.exposure_basis else a.exposure_basis end,
    exposure_by = case when a.exposure = 'unknown' then excluded.exposure_by else a.exposure_by end,
    exposure_at = case when a.exposure = 'unknown' then excluded.exposure_at else a.exposure_at end,
    tags = array(select distinct t from unnest(a.tags || excluded.tags) t order by t),
    name = case when a.renamed_from is null then excluded.name else a.name end,
    renamed_from = coalesce(a.renamed_from, excluded.renamed_from),
    first_seen = least(a.first_seen, excluded.first_seen), last_seen = greatest(a.last_seen, excluded.last_seen),
    last_digest = case when a.last_digest = '' then excluded.last_digest else a.last_digest end,
    version = greatest(a.version, excluded.version) + 1;

  update import c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update component c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update exposure_statement c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update observation c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update surface_asset c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update surface_recording c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update assessment c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update ai_discovery c set asset_id = r.new from renamed r where c.asset_id = r.old;
  update disposition c set asset_id = r.new from renamed r where c.asset_id = r.old;
  delete from coverage c using renamed r where c.asset_id = r.old
    and exists (select from coverage o where o.asset_id = r.new and o.ecosystem = c.ecosystem);
  update coverage c set asset_id = r.new from renamed r where c.asset_id = r.old;
  delete from surface_change c using renamed r where c.asset_id = r.old and exists (
    select from surface_change o where o.asset_id = r.new and o.run_id = c.run_id and o.kind = c.kind
      and o.change = c.change and o.subject = c.subject and o.after is not distinct from c.after);
  update surface_change c set asset_id = r.new from renamed r where c.asset_id = r.old;

  insert into rejoined
    select l.id, pg_temp.id_of('["relation","' || coalesce(f.new, l.from_id) || '","' || l.kind || '","' || coalesce(t.new, l.to_id) || '"]'),
      l.kind, coalesce(f.new, l.from_id), coalesce(t.new, l.to_id)
    from relation l left join renamed f on f.old = l.from_id left join renamed t on t.old = l.to_id
    where (f.new is not null or t.new is not null);
  insert into relation as l (workspace_id, id, kind, from_id, to_id, first_seen, last_seen, present, confidence)
    select o.workspace_id, j.new, min(o.kind), min(j.from_id), min(j.to_id), min(o.first_seen), max(o.last_seen), bool_or(o.present),
      max(o.confidence)
    from rejoined j join relation o on o.id = j.old where j.from_id <> j.to_id group by o.workspace_id, j.new
    on conflict (workspace_id, id) do update set first_seen = least(l.first_seen, excluded.first_seen),
      last_seen = greatest(l.last_seen, excluded.last_seen), present = l.present or excluded.present,
      confidence = greatest(l.confidence, excluded.confidence);
  insert into relation_statement (workspace_id, relation_id, source, import_id, said_by, basis, confidence, said_at)
    select s.workspace_id, j.new, s.source, s.import_id, s.said_by, s.basis, s.confidence, s.said_at
    from relation_statement s join rejoined j on j.old = s.relation_id where j.from_id <> j.to_id order by s.said_at desc
    on conflict do nothing;
  delete from relation l using rejoined j where l.id = j.old;

  insert into refound
    select f.id, n.id, exists (select from finding o where o.id = n.id) from finding f join renamed r on r.old = f.asset_id,
      lateral (select pg_temp.id_of(concat_ws(e'\n', f.kind, r.new, coalesce(f.vulnerability_id, f.rule_id), f.component_key, f.location))) n (id);
  -- What the twin has already keeps its own state; what people said of the other goes to it.
  delete from finding_work c using refound r where c.finding_id = r.old and exists (select from finding_work o where o.finding_id = r.new);
  delete from ticket c using refound r where c.finding_id = r.old
    and exists (select from ticket o where o.finding_id = r.new and o.target_id = c.target_id);
  delete from control_doubt c using refound r where c.finding_id = r.old
    and exists (select from control_doubt o where o.finding_id = r.new and o.control_id = c.control_id and o.kind = c.kind);
  delete from finding_change_part c using refound r where c.finding_id = r.old
    and exists (select from finding_change_part o where o.finding_id = r.new and o.change_id = c.change_id);
  update finding f set id = r.new from refound r where f.id = r.old and not r.is_known;
  update finding f set asset_id = r.new from renamed r where f.asset_id = r.old;
  update finding f set moved_to = r.new from refound r where f.moved_to = r.old;
  update finding_work c set finding_id = r.new from refound r where c.finding_id = r.old;
  update finding_comment c set finding_id = r.new from refound r where c.finding_id = r.old;
  update ticket c set finding_id = r.new from refound r where c.finding_id = r.old;
  update finding_event c set finding_id = r.new from refound r where c.finding_id = r.old;
  update finding_change_part c set finding_id = r.new from refound r where c.finding_id = r.old;
  update control_doubt c set finding_id = r.new from refound r where c.finding_id = r.old;
  update disposition c set finding_id = r.new from refound r where c.finding_id = r.old;
  delete from finding f using refound r where f.id = r.old and r.is_known;

  delete from asset a using renamed r where a.id = r.old;
  update asset a set kind = 'domain' from renamed r where a.id = r.new;
  delete from renamed; delete from refound; delete from rejoined; delete from moved;
end $$;

-- One workspace after the other: an owner who is no superuser sees no rows otherwise.
do $$
declare
  before text := coalesce(current_setting('lunette.workspace_id', true), '');
  one uuid;
begin
  for one in select id from workspace loop
    perform set_config('lunette.workspace_id', one::text, true);
    perform pg_temp.join_names();
  end loop;
  perform set_config('lunette.workspace_id', before, true);
end $$;

set constraints all immediate;
alter table finding_work alter constraint finding_work_workspace_id_finding_id_fkey not deferrable;
alter table finding_comment alter constraint finding_comment_workspace_id_finding_id_fkey not deferrable;
alter table ticket alter constraint ticket_workspace_id_finding_id_fkey not deferrable;
