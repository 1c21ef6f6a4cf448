import { type RawBuilder, sql, type Transaction } from 'kysely'
import { parseRange, rangeSize } from '#core/network'
import { type Database, jsonForPostgres } from '#platform/database'
import { pastedHost } from '../pasted.ts'
import type { ProbeLogRow } from '../probe-log.ts'

/** Writes rows of the probe log. */
export async function keepProbes<Tables>(
  work: Transaction<Tables>,
  { workspaceId, runId }: { workspaceId: string; runId: string },
  rows: readonly ProbeLogRow[],
): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into probe_log (workspace_id, run_id, address, transport, at, ports, after_ms, outcomes)
      select ${workspaceId}::uuid, ${runId}::uuid, address, transport, at, ports, "afterMs", outcomes
      from jsonb_to_recordset(${jsonForPostgres(rows)}::jsonb) as given (address text, transport text, at timestamptz,
        ports int[], "afterMs" int[], outcomes smallint[])`.execute(work)
}

interface ProbesAsked {
  after?: string | undefined
  limit?: number
  /** An address, a range, or a name: then what went to the addresses that it resolves to. */
  target?: string | undefined
}

/** A page of what a run sent, in the order of sending. */
export async function readProbes(
  database: Database,
  workspaceId: string,
  runId: string,
  { after = '0', limit = 200, target = '' }: ProbesAsked = {},
): Promise<(ProbeLogRow & { id: string })[]> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<ProbeLogRow & { id: string }>`select id::text, address, transport, instant_text(at) as at, ports,
        after_ms as "afterMs", outcomes from probe_log
      where run_id::text = ${runId} and id > ${after}::bigint and ${isTarget(pastedHost(target))} order by id limit ${limit}`.execute(
      work,
    ),
  )
  return rows
}

function isTarget(target: string): RawBuilder<unknown> {
  if (target === '') return sql`true`
  const range = parseRange(target)
  if (!range)
    return sql`address in (select p.natural_key from asset a join surface_asset s on s.asset_id = a.id
      join asset p on p.id = any (s.places) where a.natural_key = ${target.toLowerCase()})`
  if (rangeSize(range) === 1n) return sql`address = ${range.text}`
  const [first, last = first] = range.text.split('-')
  return range.text.includes('/')
    ? sql`address::inet <<= ${range.text}::inet`
    : sql`address::inet between ${first}::inet and ${last}::inet`
}

/** Addresses to which a run has sent anything by TCP. */
export async function probedAddresses(database: Database, workspaceId: string, runId: string): Promise<Set<string>> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ address: string }>`select distinct address from probe_log
      where run_id::text = ${runId} and transport = 'tcp' and outcomes && ${ANSWERED}::smallint[]`.execute(work),
  )
  return new Set(rows.map(({ address }) => address))
}

/** Which addresses other runs asked by TCP since one began. */
export async function knockedAt<Tables>(
  work: Transaction<Tables>,
  { runId, since, places }: { runId: string; since: string; places: readonly string[] },
): Promise<Set<string>> {
  if (places.length === 0) return new Set()
  const { rows } = await sql<{ address: string }>`select distinct p.address from probe_log p
    where p.run_id in (select id from discovery_run where started_at >= ${since}::timestamptz and id <> ${runId})
      and p.address = any(${places}::text[]) and p.transport = 'tcp' and p.outcomes && ${ANSWERED}::smallint[]`.execute(
    work,
  )
  return new Set(rows.map(({ address }) => address))
}

/** Places of `open`, `refused`, `timeout`, `unreachable` and `reset` in the list of outcomes. */
const ANSWERED = [1, 2, 3, 4, 5]
