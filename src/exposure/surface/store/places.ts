import { type RawBuilder, sql, type Transaction } from 'kysely'

/** Longest chain of aliases that is followed. */
const MOST_ALIASES = 8

/** `192.0.2.7:443/tcp`, `[2001:db8::1]:443/tcp`; an address stays as it is. */
const SERVICE = String.raw`^\[?(.*?)\]?:\d+/\w+$`

/** `tcp/443`, as it stands in the place of a finding. */
const portOf = (service: RawBuilder<unknown>) => sql`regexp_replace(${service}, '^.*:(\\d+)/(\\w+)$', '\\2/\\1')`

/** Of each certificate the addresses and ports that present it. */
const presented = sql`select s.asset_id, coalesce(p.places, '{}') as places, coalesce(p.ports, '{}') as ports
  from surface_asset s join asset a on a.id = s.asset_id and a.kind = 'certificate' left join (
    select leaf, array_agg(o.asset_id order by o.asset_id, o.key) as places,
      array_agg(${portOf(sql`o.key`)} order by o.asset_id, o.key) as ports
    from observation o cross join lateral jsonb_array_elements_text(o.value -> 'tls' -> 'leaves') leaf
    where o.kind = 'service' and o.gone_at is null group by leaf
  ) p on p.leaf = a.natural_key`

/**
 * Notes where names answer: the addresses that their records lead to, aliases followed; an address at itself, a service at
 * its port, a certificate at the ports that present it. `ids`: of these assets only; certificates, and aliases that are not
 * among them, follow when all are noted, at the end of a run.
 */
export async function notePlaces<Tables>(work: Transaction<Tables>, ids?: readonly string[]): Promise<void> {
  const these = ids ? sql`s.asset_id = any(${ids}::text[])` : sql`true`
  const certificates = ids ? sql`` : sql`union all ${presented}`
  await sql`with recursive way (id, at, depth) as (
      select s.asset_id, s.asset_id, 0 from surface_asset s join asset a on a.id = s.asset_id
      where a.kind in ('domain', 'hostname') and ${these}
      union
      select w.id, t.id, w.depth + 1 from way w
        join observation o on o.asset_id = w.at and o.kind = 'records' and o.gone_at is null
          and o.value ->> 'type' in ('A', 'AAAA', 'CNAME')
        cross join lateral jsonb_array_elements_text(o.value -> 'values') v
        join asset t on t.natural_key = lower(v) and t.kind = any(case when o.value ->> 'type' = 'CNAME'
          then array['domain', 'hostname'] else array['ip-address'] end)
      where w.depth < ${MOST_ALIASES}
    ), ends (id, places, ports) as (
      select w.id, coalesce(array_agg(distinct w.at order by w.at) filter (where a.kind = 'ip-address'), '{}'), '{}'::text[]
      from way w join asset a on a.id = w.at group by w.id
      union all
      select s.asset_id, array[t.id], case when a.kind = 'service' then array[${portOf(sql`a.natural_key`)}] else '{}' end
      from surface_asset s join asset a on a.id = s.asset_id
        join asset t on t.kind = 'ip-address' and t.natural_key = regexp_replace(a.natural_key, ${SERVICE}, '\\1')
      where a.kind in ('ip-address', 'service') and ${these} ${certificates}
    )
    update surface_asset s set places = e.places, ports = e.ports from ends e
    where e.id = s.asset_id and (s.places, s.ports) is distinct from (e.places, e.ports)`.execute(work)
}
