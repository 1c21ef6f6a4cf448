import { sql, type Transaction } from 'kysely'
import type { Instant } from '#core/kernel'
import type { Database } from '#platform/database'
import { type DiscoverySettings, defaultSettings } from '../settings.ts'

interface Row {
  stopped_by: string | null
  stopped_at: string | null
  per_host: number
  per_network: number
  quiet_hours: DiscoverySettings['quietHours'] | null
  resolvers: string[]
  certificate_search: string | null
  rdap: string | null
  contact: string | null
  outside_by: string | null
  outside_at: string | null
}

/** How discovery behaves here; what nobody set is as it comes. */
export async function readDiscoverySettings<Tables>(work: Transaction<Tables>): Promise<DiscoverySettings> {
  const { rows } = await sql<Row>`select stopped_by, instant_text(stopped_at) as stopped_at, per_host, per_network,
    quiet_hours, resolvers, certificate_search, rdap, contact, outside_by, instant_text(outside_at) as outside_at
    from discovery_settings`.execute(work)
  const [row] = rows
  if (!row) return defaultSettings
  return {
    perHost: row.per_host,
    perNetwork: row.per_network,
    resolvers: row.resolvers,
    ...(row.stopped_by && row.stopped_at && { stopped: { by: row.stopped_by, at: row.stopped_at } }),
    ...(row.quiet_hours && { quietHours: row.quiet_hours }),
    ...(row.certificate_search && { certificateSearch: row.certificate_search }),
    ...(row.rdap && { rdap: row.rdap }),
    ...(row.contact && { contact: row.contact }),
    ...(row.outside_by && row.outside_at && { outside: { by: row.outside_by, at: row.outside_at } }),
  }
}

/** What an administrator may set; `null` takes a word back. */
export interface SettingsChange {
  perHost?: number | undefined
  perNetwork?: number | undefined
  quietHours?: DiscoverySettings['quietHours'] | null
  resolvers?: string[] | undefined
  certificateSearch?: string | null | undefined
  rdap?: string | null | undefined
  contact?: string | null | undefined
  outside?: boolean | undefined
  /** The kill switch. */
  stopped?: boolean | undefined
}

/** Changes what is said and leaves the rest; every change is a new version of the scope. */
export async function changeDiscoverySettings<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: { workspaceId: string; by: string; at: Instant },
  change: SettingsChange,
): Promise<DiscoverySettings> {
  const known = await lockSettings(work, workspaceId)
  const { quietHours, certificateSearch, rdap, contact } = { ...known, ...given(change) }
  const { perHost, perNetwork, resolvers } = { ...known, ...given(change) }
  const stopped = word(change.stopped, known.stopped, { by, at })
  const outside = word(change.outside, known.outside, { by, at })
  await sql`update discovery_settings set version = version + 1, per_host = ${perHost}, per_network = ${perNetwork},
      quiet_hours = ${quietHours ? JSON.stringify(quietHours) : null}, resolvers = ${resolvers}::text[],
      certificate_search = ${certificateSearch ?? null}, rdap = ${rdap ?? null}, contact = ${contact ?? null},
      stopped_by = ${stopped?.by ?? null}, stopped_at = ${stopped?.at ?? null},
      outside_by = ${outside?.by ?? null}, outside_at = ${outside?.at ?? null}, changed_by = ${by}, changed_at = ${at}
    `.execute(work)
  return readDiscoverySettings(work)
}

/** The kill switch, in one question to the database: who throws it is in a hurry. Said again, the first word stays. */
export async function stopProbes<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: { workspaceId: string; by: string; at: Instant },
): Promise<void> {
  await sql`insert into discovery_settings as known (workspace_id, version, stopped_by, stopped_at, changed_by, changed_at)
    values (${workspaceId}, 1, ${by}, ${at}, ${by}, ${at})
    on conflict (workspace_id) do update set version = known.version + 1, changed_by = ${by}, changed_at = ${at},
      stopped_by = coalesce(known.stopped_by, ${by}), stopped_at = coalesce(known.stopped_at, ${at}::timestamptz)`.execute(
    work,
  )
}

async function lockSettings<Tables>(work: Transaction<Tables>, workspaceId: string): Promise<DiscoverySettings> {
  await sql`insert into discovery_settings (workspace_id) values (${workspaceId}) on conflict do nothing`.execute(work)
  await sql`select from discovery_settings for update`.execute(work)
  return readDiscoverySettings(work)
}

function given<T extends object>(change: T): Partial<T> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Said again, a word stays the first one's. */
function word(
  wanted: boolean | undefined,
  known: { by: string; at: string } | undefined,
  now: { by: string; at: string },
) {
  if (wanted === undefined) return known
  return wanted ? (known ?? now) : undefined
}

/** The version of the scope and whether all probes are stopped: asked several times a second while a run goes on. */
export async function scopeMark(
  database: Database,
  workspaceId: string,
): Promise<{ version: number; isStopped: boolean }> {
  const rows = await database.readInWorkspace(
    workspaceId,
    sql<{
      version: string
      stopped: boolean
    }>`select version, stopped_at is not null as stopped from discovery_settings`,
  )
  return { version: Number(rows[0]?.version ?? 0), isStopped: rows[0]?.stopped ?? false }
}

/** What is another as soon as somebody said something of the scope, or a run began or ended. */
export async function surfaceMark(database: Database, workspaceId: string): Promise<string> {
  const rows = await database.readInWorkspace(
    workspaceId,
    sql<{ mark: string }>`select concat_ws(' ', (select version from discovery_settings),
      (select concat_ws(' ', id, state) from discovery_run order by started_at desc, id limit 1)) as mark`,
  )
  return rows[0]?.mark ?? ''
}
