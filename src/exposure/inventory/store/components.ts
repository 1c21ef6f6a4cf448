import { sql, type Transaction } from 'kysely'
import type { Component, ComponentEvidence, ReportedVulnerability, Subject, VexStatement } from '#core/vocabulary'
import type { AssetId } from '../identity.ts'
import { decidingImports } from './deciding-imports.ts'

const PAGE = 5_000

/** A component as it stands in the inventory. `ref` is its id. */
export interface RecordedComponent extends Component {
  /** Earliest and latest time that an import states of it, as PostgreSQL writes it. */
  firstSeen: string
  lastSeen: string
}

interface StoredRow {
  id: string
  first_seen_text: string
  last_seen_text: string
  purl: string | null
  cpes: string[]
  name: string
  namespace: string | null
  version: string | null
  type: string | null
  distribution: Component['distribution'] | null
  upstream: Component['upstream']
  module: string | null
  licences: string[]
  location: string
  scope: Component['scope'] | null
}

interface Sighting {
  component_id: string
  evidence: ComponentEvidence[]
  depends_on: string[]
}

/** The imports that decide an asset's inventory, by id. */
async function latestImports<Tables>(transaction: Transaction<Tables>, assetId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`${decidingImports(assetId)}`.execute(transaction)
  return rows.map((row) => row.id).sort()
}

/**
 * The components present on an asset, by id, with the evidence of every witness that shows them now. Streams
 * through a cursor of the caller's transaction, 5,000 rows at a time. Evidence is fetched beside it: right after a large
 * import the planner has no statistics to join the two well.
 */
export async function* componentsOfAsset<Tables>(
  transaction: Transaction<Tables>,
  assetId: AssetId,
): AsyncGenerator<RecordedComponent> {
  const latest = await latestImports(transaction, assetId)
  const cursor = sql.id(`components_${assetId}`)
  await sql`
    declare ${cursor} no scroll cursor for
    select id, purl, cpes, name, namespace, version, type, distribution, upstream, module, licences, location, scope,
      first_seen::text as first_seen_text, last_seen::text as last_seen_text
    from component where asset_id = ${assetId} and present order by id`.execute(transaction)
  const fetched = () => sql<StoredRow>`fetch ${sql.lit(PAGE)} from ${cursor}`.execute(transaction)
  let next = fetched()
  try {
    for (let { rows } = await next; rows.length > 0; rows = (await next).rows) {
      const seen = await sightings(transaction, latest, { first: rows[0]!.id, last: rows.at(-1)!.id })
      // The database reads on while these are made ready.
      next = fetched()
      next.catch(() => {})
      for (const row of rows) yield componentOf(row, seen.get(row.id) ?? [])
    }
  } finally {
    // Whoever has seen enough leaves no question behind on the connection.
    await next.catch(() => {})
  }
  await sql`close ${cursor}`.execute(transaction)
}

/** The assets on which a component has this id or purl, or one of these names. */
export async function assetsWithComponent<Tables>(
  transaction: Transaction<Tables>,
  wanted: string,
  names: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ asset_id: string }>`
    select distinct asset_id from component
    where present and (id = ${wanted} or purl = ${wanted} or name = any(${names}::text[]))`.execute(transaction)
  return new Set(rows.map((row) => row.asset_id))
}

/**
 * What the given imports say of the components from `first` to `last`, in the order of the imports' ids. Each is read in
 * one stretch of its key, whatever the planner believes of a table that has just grown.
 */
async function sightings<Tables>(
  transaction: Transaction<Tables>,
  imports: string[],
  { first, last }: { first: string; last: string },
): Promise<Map<string, Sighting[]>> {
  const { rows } = await sql<Sighting>`
    select seen.component_id, seen.evidence, seen.depends_on
    from unnest(${imports}::text[]) as given (id)
    cross join lateral (
      select component_id, evidence, depends_on from import_component
      where import_id = given.id and component_id between ${first} and ${last}
      offset 0
    ) as seen
    order by given.id`.execute(transaction)
  return Map.groupBy(rows, (row) => row.component_id)
}

function componentOf(row: StoredRow, seen: readonly Sighting[]): RecordedComponent {
  const { purl, namespace, version, type, distribution, module, scope } = row
  return {
    ref: row.id,
    ...(purl === null ? {} : { purl }),
    cpes: row.cpes,
    name: row.name,
    ...(namespace === null ? {} : { namespace }),
    ...(version === null ? {} : { version }),
    ...(type === null ? {} : { type }),
    ...(distribution ? { distribution } : {}),
    upstream: row.upstream,
    ...(module === null ? {} : { module }),
    licences: row.licences,
    location: row.location,
    ...(scope ? { scope } : {}),
    dependsOn: [...new Set(seen.flatMap((one) => one.depends_on))],
    evidence: seen.flatMap((one) => one.evidence),
    firstSeen: row.first_seen_text,
    lastSeen: row.last_seen_text,
  }
}

/**
 * Components of an asset that are at another place by now: when each was first seen where it was before, as PostgreSQL
 * writes it. Before means that it was last seen there earlier than here; a copy has not moved. It follows from the imports
 * alone, in whatever order they came.
 */
export async function earlierPlaces<Tables>(
  transaction: Transaction<Tables>,
  assetId: AssetId,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; firstSeen: string }>`
    select c.id, min(g.first_seen)::text as "firstSeen"
    from component g join component c on c.asset_id = g.asset_id and c.name = g.name
      and coalesce(c.version, '') = coalesce(g.version, '') and coalesce(c.namespace, '') = coalesce(g.namespace, '')
      and coalesce(c.purl, '') = coalesce(g.purl, '')
    where g.asset_id = ${assetId} and not g.present and c.present and c.location <> g.location and g.last_seen < c.first_seen
    group by c.id`.execute(transaction)
  return new Map(rows.map(({ id, firstSeen }) => [id, firstSeen]))
}

/** The VEX statements that the latest import of each witness carried. */
export async function vexOfAsset<Tables>(transaction: Transaction<Tables>, assetId: AssetId): Promise<VexStatement[]> {
  const latest = await latestImports(transaction, assetId)
  const { rows } = await sql<{ vex: VexStatement[] }>`
    select vex from import where id = any(${latest}::text[]) order by id`.execute(transaction)
  return rows.flatMap((row) => row.vex)
}

/** What the latest report of each tool says of the asset's components, whose ids are its refs. */
export async function reportedOfAsset<Tables>(
  transaction: Transaction<Tables>,
  assetId: AssetId,
): Promise<ReportedVulnerability[]> {
  const latest = await latestImports(transaction, assetId)
  const { rows } = await sql<{ reported: ReportedVulnerability[] }>`
    select reported from import where id = any(${latest}::text[]) and reported is not null order by id`.execute(
    transaction,
  )
  return rows.flatMap((row) => row.reported)
}

/** What an asset's components are in, as its latest import names it; `undefined`: no such asset. */
export async function subjectOfAsset<Tables>(
  transaction: Transaction<Tables>,
  assetId: AssetId,
): Promise<Subject | undefined> {
  const { rows } = await sql<{ subject: Subject | null; name: string; distribution: Subject['distribution'] | null }>`
    select a.name, a.distribution, (select i.subject from import i where i.asset_id = a.id
      order by i.stated_at desc, i.content_digest desc limit 1) as subject
    from asset a where a.id = ${assetId}`.execute(transaction)
  const [row] = rows
  if (!row) return undefined
  const { subject, name, distribution } = row
  return {
    kind: subject?.kind ?? 'host',
    name: subject?.name ?? name,
    ...(subject?.version && { version: subject.version }),
    ...(subject?.purl && { purl: subject.purl }),
    ...(distribution && { distribution }),
  }
}
