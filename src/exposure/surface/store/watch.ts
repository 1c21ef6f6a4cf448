import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { DiscoveryLook, NamedAsset, Standing, SurfaceStep } from '#core/vocabulary'
import { dueLook, minutesToNext, type Watch } from '../watch.ts'

/** What is looked at on a schedule, the cheapest first. */
export async function readWatch<Tables>(work: Transaction<Tables>): Promise<Watch[]> {
  const { rows } = await sql<Watch>`select s.look, a.name as agent, s.every_minutes as "everyMinutes",
      instant_text(s.next_at) as "nextAt"
    from discovery_schedule s left join probe_agent a on a.id = s.agent_id
    order by a.name nulls first, array_position(array['names', 'certificates', 'ports', 'services', 'deep'], s.look)`.execute(
    work,
  )
  return rows
}

/** How often what is looked at from now on, by this host or an agent; `null`: no more. What is left out stays. */
export async function changeWatch<Tables>(
  work: Transaction<Tables>,
  { workspaceId, at, chance, agentId = null }: WatchTerms,
  change: Readonly<Partial<Record<DiscoveryLook, number | null | undefined>>>,
): Promise<Watch[]> {
  for (const [look, everyMinutes] of Object.entries(change)) {
    if (everyMinutes === undefined) continue
    if (everyMinutes === null)
      await sql`delete from discovery_schedule
        where look = ${look} and agent_id is not distinct from ${agentId}::uuid`.execute(work)
    else
      await sql`insert into discovery_schedule (workspace_id, agent_id, look, every_minutes, next_at)
        values (${workspaceId}, ${agentId}, ${look}, ${everyMinutes}, ${later(at, minutesToNext(everyMinutes, chance()))})
        on conflict (workspace_id, agent_id, look) do update set every_minutes = excluded.every_minutes,
          next_at = excluded.next_at`.execute(work)
  }
  return readWatch(work)
}

/**
 * Takes the look whose time has come, if any; of several servers one gets it. Of several that look, who waited longest
 * goes first. The next is set by that, not by its end.
 */
export async function claimDueLook<Tables>(
  work: Transaction<Tables>,
  { at, chance }: { at: Instant; chance: () => number },
): Promise<{ look: DiscoveryLook; agent: string | null } | undefined> {
  const { rows } = await sql<ScheduleRow>`select look, agent_id as "agentId", every_minutes as "everyMinutes",
      next_at <= ${at} as "isDue" from discovery_schedule order by next_at, look for update`.execute(work)
  const first = rows.find(({ isDue }) => isDue)
  if (!first) return undefined
  const own = rows.filter(({ agentId }) => agentId === first.agentId)
  const claimed = dueLook(own.filter(({ isDue }) => isDue).map(({ look }) => look))!
  for (const { look, everyMinutes } of own)
    if (claimed.includes.includes(look))
      await sql`update discovery_schedule set next_at = ${later(at, minutesToNext(everyMinutes, chance()))}
        where look = ${look} and agent_id is not distinct from ${first.agentId}::uuid`.execute(work)
  const { rows: named } = await sql<{ name: string }>`select name from probe_agent
    where id = ${first.agentId}::uuid`.execute(work)
  return { look: claimed.look, agent: named[0]?.name ?? null }
}

interface ScheduleRow {
  look: DiscoveryLook
  agentId: string | null
  everyMinutes: number
  isDue: boolean
}

export interface WatchTerms {
  workspaceId: string
  at: Instant
  chance: () => number
  /** Who looks; left out: this host. */
  agentId?: string | null
}

function later(at: Instant, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString()
}

/** Names and addresses of which records, ports or certificates changed since everything was looked at last. */
export async function changedSinceDeep<Tables>(work: Transaction<Tables>): Promise<NamedAsset[]> {
  const { rows } =
    await sql<NamedAsset>`select distinct a.kind, a.name from surface_change c join asset a on a.id = c.asset_id
    where c.kind in ('host', 'record', 'port', 'service', 'certificate') and a.kind in ('domain', 'hostname', 'ip-address')
      and c.run_id not in (select id from discovery_run where look = 'deep' and state = 'complete'
        and started_at <= coalesce((select max(started_at) from discovery_run where look = 'deep' and state = 'complete'), '-infinity'))
      and c.at >= coalesce((select max(started_at) from discovery_run where look = 'deep' and state = 'complete'), '-infinity')
    order by 1, 2 limit 100000`.execute(work)
  return rows
}

/** What is known of the surface, for a look that begins with it. */
export interface KnownSurface {
  assets: (NamedAsset & { standing: Standing; path: SurfaceStep[] })[]
  /** Names with name servers of their own. */
  zones: string[]
  /** Addresses of names. */
  resolved: { name: string; addresses: string[] }[]
  services: {
    address: string
    port: number
    transport: 'tcp' | 'udp'
    protocol: string
    names: string[]
    leaves: string[]
    /** The name that TLS was looked at by, and of several that show one site those in whose name something was said. */
    speakers: { tls: string | null; sites: string[] }
    /** An import says that it is there; no run has looked yet. */
    told?: true
  }[]
}

export async function knownSurface<Tables>(work: Transaction<Tables>): Promise<KnownSurface> {
  const assets = await sql<KnownSurface['assets'][number]>`select a.kind, a.name, s.standing, s.path
    from surface_asset s join asset a on a.id = s.asset_id
    where s.gone_at is null and s.standing not in ('rejected', 'excluded') order by s.distance, a.name`.execute(work)
  const zones = await sql<{ name: string }>`select value ->> 'name' as name from observation
    where kind = 'records' and gone_at is null and value ->> 'type' = 'NS' order by 1`.execute(work)
  const resolved = await sql<
    KnownSurface['resolved'][number]
  >`select value ->> 'name' as name, value -> 'values' as addresses
    from observation where kind = 'records' and gone_at is null and value ->> 'type' in ('A', 'AAAA') order by 1`.execute(
    work,
  )
  return {
    assets: assets.rows,
    zones: zones.rows.map(({ name }) => name),
    resolved: resolved.rows,
    services: await knownServices(work),
  }
}

/** Services that stand, with the names and certificates that they were seen with, and those that imports tell of. */
export async function knownServices<Tables>(work: Transaction<Tables>): Promise<KnownSurface['services']> {
  return [...(await seenServices(work)), ...(await toldServices(work))]
}

/** Ports that imported port scans found open (masscan, naabu, nmap), of which no run has said anything. */
async function toldServices<Tables>(work: Transaction<Tables>): Promise<KnownSurface['services']> {
  const { rows } = await sql<{ address: string; name: string }>`select f.name as address, t.name
    from relation r join asset f on f.id = r.from_id join asset t on t.id = r.to_id
    where r.kind = 'port' and r.present and f.kind = 'ip-address' and t.kind = 'service'
      and exists (select from relation_statement s join import i on i.id = s.import_id
        where s.relation_id = r.id and i.importer <> 'discovery')
      and not exists (select from observation o where o.kind = 'service' and o.key = t.name and o.gone_at is null)
    order by t.name limit 100000`.execute(work)
  return rows.flatMap(({ address, name }) => {
    const [, port, transport] = /:(\d{1,5})\/(tcp|udp)$/.exec(name) ?? []
    if (port === undefined) return []
    const place = { address, port: Number(port), transport: transport as 'tcp' | 'udp' }
    return {
      ...place,
      protocol: 'unknown',
      names: [],
      leaves: [],
      speakers: { tls: null, sites: [] },
      told: true as const,
    }
  })
}

async function seenServices<Tables>(work: Transaction<Tables>): Promise<KnownSurface['services']> {
  const { rows } = await sql<KnownSurface['services'][number]>`select value ->> 'address' as address,
      (value ->> 'port')::int as port, value ->> 'transport' as transport, value ->> 'protocol' as protocol,
      value -> 'names' as names, coalesce(value -> 'tls' -> 'leaves', '[]') as leaves,
      json_build_object('tls', value -> 'tls' ->> 'name', 'sites', array(select distinct n.name
        from observation w cross join jsonb_array_elements_text(coalesce(w.value -> 'shownBy', '[]')) n (name)
        where w.kind = 'weakness' and w.gone_at is null
        and w.asset_id = o.asset_id and w.value -> 'subject' ->> 'name' = o.key
        and o.value -> 'names' ? n.name order by 1)) as speakers
    from observation o where kind = 'service' and gone_at is null order by key`.execute(work)
  return rows
}
