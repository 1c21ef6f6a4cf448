import { sql, type Transaction } from 'kysely'

/** Longest chain of aliases that is followed. */
const MOST_ALIASES = 8

/** `192.0.2.7:443/tcp`, `[2001:db8::1]:443/tcp`; an address stays as it is. */
const SERVICE = String.raw`^\[?(.*?)\]?:\d+/\w+$`

/**
 * Notes where names answer: the addresses that their records lead to, aliases followed; an address at itself, a
 * service at its address. `names`: of these assets only; aliases of them that are not among them follow when all are noted, at the end of a run.
 */
export async function notePlaces<Tables>(work: Transaction<Tables>, names?: readonly string[]): Promise<void> {
  const these = names ? sql`s.asset_id = any(${names}::text[])` : sql`true`
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
    ), ends as (
      select w.id, coalesce(array_agg(distinct w.at order by w.at) filter (where a.kind = 'ip-address'), '{}') as places
      from way w join asset a on a.id = w.at group by w.id
      union all
      select s.asset_id, array[t.id] from surface_asset s join asset a on a.id = s.asset_id
        join asset t on t.kind = 'ip-address' and t.natural_key = regexp_replace(a.natural_key, ${SERVICE}, '\\1')
      where a.kind in ('ip-address', 'service') and ${these}
    )
    update surface_asset s set places = e.places from ends e
    where e.id = s.asset_id and s.places <> e.places`.execute(work)
}
