import { sql, type Transaction } from 'kysely'
import type { AssetKind, Distribution, Exposure } from '#core/vocabulary'
import type { NoTables } from '#platform/database'
import type { AssetId } from '../identity.ts'

type Work = Transaction<NoTables>

/** Where something listens, as a component's location. */
const LISTENING = sql.lit('^(tcp|udp)/[0-9]+$')

/** Software that may be AI, where it was seen. */
export interface SeenAiSoftware {
  assetId: AssetId
  asset: string
  assetKind: AssetKind
  exposure: Exposure
  purl: string | null
  type: string | null
  namespace: string | null
  name: string
  version: string | null
  /** Folder, or port where it listens. */
  location: string
  firstSeen: string
  /** The import that shows it: its file or format, and the tool. */
  shownBy: string
}

const ofAsset = (column: string, assetId: string | undefined) =>
  assetId === undefined ? sql`true` : sql`${sql.ref(column)} = ${assetId}`

/** Present components of these names, one for each version and place on an asset. */
export async function seenSoftware(
  work: Work,
  names: readonly string[],
  most: number,
  assetId?: string,
): Promise<SeenAiSoftware[]> {
  if (names.length === 0) return []
  const { rows } = await sql<Omit<SeenAiSoftware, 'firstSeen'> & { firstSeen: Date }>`
    with found as (
      select distinct on (c.asset_id, c.type, c.namespace, c.name, c.version, c.location ~ ${LISTENING}, c.purl is null)
        c.workspace_id, c.id, c.asset_id, c.purl, c.type, c.namespace, c.name, c.version, c.location, c.first_seen
      from component c where c.present and ${ofAsset('c.asset_id', assetId)} and c.name = any (${names}::text[])
      order by c.asset_id, c.type, c.namespace, c.name, c.version, c.location ~ ${LISTENING}, c.purl is null, c.location, c.id
      limit ${most}
    )
    select c.asset_id as "assetId", a.name as asset, a.kind as "assetKind", a.exposure, c.purl, c.type, c.namespace, c.name,
      c.version, c.location, c.first_seen as "firstSeen", coalesce(shown.by, '') as "shownBy"
    from found c join asset a on a.workspace_id = c.workspace_id and a.id = c.asset_id
    left join lateral (
      select concat_ws(', ', nullif(i.file_name, ''), nullif(i.tool, i.file_name)) as by from import_component ic
        join import i on i.workspace_id = ic.workspace_id and i.id = ic.import_id
      where ic.workspace_id = c.workspace_id and ic.component_id = c.id order by i.stated_at desc limit 1) shown on true
    order by a.name, c.name, c.version, c.location, c.id`.execute(work)
  return rows.map(({ firstSeen, ...row }) => ({ ...row, firstSeen: firstSeen.toISOString() }))
}

/** Software of these names that was seen where it listens. */
export async function seenListening(
  work: Work,
  products: readonly string[],
): Promise<Pick<SeenAiSoftware, 'assetId' | 'asset' | 'exposure' | 'name' | 'version' | 'location'>[]> {
  const { rows } = await sql<Pick<SeenAiSoftware, 'assetId' | 'asset' | 'exposure' | 'name' | 'version' | 'location'>>`
    select c.asset_id as "assetId", a.name as asset, a.exposure, c.name, c.version, c.location
    from component c join asset a on a.workspace_id = c.workspace_id and a.id = c.asset_id
    where c.present and (c.location like 'tcp/%' or c.location like 'udp/%') and lower(c.name) = any (${products}::text[])
      and c.location ~ ${LISTENING}
    order by a.name, c.location, c.name, c.version, c.id`.execute(work)
  return rows
}

/** An image, or something that listens, by its name. */
export interface SeenAsset {
  id: AssetId
  name: string
  firstSeen: string
}

/** Container images of the inventory. */
export async function seenImages(work: Work, most: number, assetId?: string): Promise<SeenAsset[]> {
  const { rows } = await sql<Omit<SeenAsset, 'firstSeen'> & { firstSeen: Date }>`
    select id, name, first_seen as "firstSeen" from asset
    where kind = 'container-image' and ${ofAsset('id', assetId)} order by name, id limit ${most}`.execute(work)
  return rows.map(({ firstSeen, ...row }) => ({ ...row, firstSeen: firstSeen.toISOString() }))
}

/** Something that listens at one of these ports, with the asset whose port it is. */
export interface SeenPort extends SeenAsset {
  port: number
  holderId: AssetId
  holder: string
}

/** Services at some ports, as relations of present imports have them. */
export async function seenPorts(work: Work, ports: readonly number[], most: number): Promise<SeenPort[]> {
  const { rows } = await sql<Omit<SeenPort, 'firstSeen'> & { firstSeen: Date }>`
    select s.id, s.name, s.first_seen as "firstSeen", (substring(s.name from ':([0-9]+)/tcp$'))::int as port,
      h.id as "holderId", h.name as holder
    from asset s join relation r on r.workspace_id = s.workspace_id and r.to_id = s.id and r.kind = 'port' and r.present
      join asset h on h.workspace_id = r.workspace_id and h.id = r.from_id
    where s.kind = 'service' and substring(s.name from ':([0-9]+)/tcp$') = any (${ports.map(String)}::text[])
    order by h.name, s.name, s.id limit ${most}`.execute(work)
  return rows.map(({ firstSeen, ...row }) => ({ ...row, firstSeen: firstSeen.toISOString() }))
}

/** What another statement about an asset has to repeat of it, so that nothing of it is lost. */
export async function standingOfAsset(
  work: Work,
  id: AssetId,
): Promise<{ kind: AssetKind; name: string; naturalKey: string; distribution: Distribution | null } | undefined> {
  const { rows } = await sql<{ kind: AssetKind; name: string; naturalKey: string; distribution: Distribution | null }>`
    select kind, coalesce(renamed_from, name) as name, natural_key as "naturalKey", distribution from asset where id = ${id}`.execute(
    work,
  )
  return rows[0]
}
