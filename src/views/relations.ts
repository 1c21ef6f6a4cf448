import { type RawBuilder, sql, type Transaction } from 'kysely'
import type { Page } from '#contract'
import type { Neighbourhood, RelationEdge, RelationRow, RelationSource } from '#contract/relations'
import {
  type AssetKind,
  type RelationKind,
  relationKinds,
  relationRule,
  relationRules,
  relationWords,
} from '#core/vocabulary'
import type { Database, NoTables } from '#platform/database'
import { cutPage, readCursor } from './cursor.ts'
import { recordWaySql, wayWords } from './record-ways.ts'
import { type AssetNodeSql, readNodes, relatedAssetOf } from './related-assets.ts'

type Work = Transaction<NoTables>

interface EdgeSql {
  id: string
  kind: RelationKind
  from_id: string
  to_id: string
  confidence: number
  first_seen: Date
  last_seen: Date
  way: string | null
}

const edgeColumns = sql`r.id, r.kind, r.from_id, r.to_id, r.confidence, r.first_seen, r.last_seen`
const way = sql`${recordWaySql(sql`r.kind`, sql`r.from_id`, sql`r.to_id`)} as way`

/** One page of an asset's relations, by kind and the other's name; `undefined`: no such asset here. */
export async function listRelations(
  database: Database,
  workspaceId: string,
  assetId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Page<RelationRow> | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const [own] = await readNodes(work, [assetId])
    if (!own) return undefined
    const after = Number(readCursor(query.cursor)?.key ?? 0)
    const { rows } = await sql<EdgeSql & { place: number }>`
      select ${edgeColumns}, ${way}, row_number() over (order by r.kind, a.name, r.id)::int as place
      from relation r join asset a on a.id = case when r.from_id = ${assetId} then r.to_id else r.from_id end
      where ${touches(sql`${assetId}`)} order by place offset ${after} limit ${query.limit + 1}`.execute(work)
    const page = cutPage(rows, query.limit, ({ place, id }) => ({ key: String(place), id }))
    return { rows: await rowsOf(work, own, page.rows), total: await countRelations(work, assetId), next: page.next }
  })
}

const touches = (id: RawBuilder<unknown>) => sql`r.present and (r.from_id = ${id} or r.to_id = ${id})`

async function countRelations(work: Work, assetId: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from relation r where ${touches(sql`${assetId}`)}`.execute(work)
  return rows[0]?.total ?? 0
}

async function rowsOf(work: Work, own: AssetNodeSql, edges: readonly EdgeSql[]): Promise<RelationRow[]> {
  const otherOf = (edge: EdgeSql) => (edge.from_id === own.id ? edge.to_id : edge.from_id)
  const others = new Map((await readNodes(work, edges.map(otherOf))).map((node) => [node.id, node]))
  const sources = await sourcesOf(work, edges)
  return edges.flatMap((edge) => {
    const other = others.get(otherOf(edge))
    if (!other) return []
    const direction = edge.from_id === own.id ? 'out' : 'in'
    const kinds: [AssetKind, AssetKind] = direction === 'out' ? [own.kind, other.kind] : [other.kind, own.kind]
    const facts = factsOf(edge, kinds, sources)
    return [{ ...facts, direction, words: wayWords(edge.kind, edge.way, direction), other: relatedAssetOf(other) }]
  })
}

/** So many relations of one asset are drawn, of each kind some; and so many assets in all. */
const FAN = 24
const MOST_NODES = 150

/**
 * What lies around an asset, step by step; `undefined`: no such asset here. Of an asset with many relations some of each
 * kind are taken, the latest first, and the rest is counted.
 */
export async function readNeighbourhood(
  database: Database,
  workspaceId: string,
  assetId: string,
  depth: number,
): Promise<Neighbourhood | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const distances = new Map([[assetId, 0]])
    const edges = new Map<string, EdgeSql>()
    for (let step = 1, frontier = [assetId]; step <= depth && frontier.length > 0; step++) {
      const found = await edgesAround(work, frontier)
      frontier = []
      for (const edge of found) {
        for (const id of [edge.from_id, edge.to_id]) {
          if (distances.has(id) || distances.size >= MOST_NODES) continue
          distances.set(id, step)
          frontier.push(id)
        }
        if (distances.has(edge.from_id) && distances.has(edge.to_id)) edges.set(edge.id, edge)
      }
    }
    return drawn(work, { assetId, depth, distances, edges: [...edges.values()] })
  })
}

async function edgesAround(work: Work, ids: readonly string[]): Promise<EdgeSql[]> {
  const { rows } = await sql<EdgeSql>`
    select e.*, ${recordWaySql(sql`e.kind`, sql`e.from_id`, sql`e.to_id`)} as way from unnest(${ids}::text[]) with ordinality as near (id, n) cross join lateral (
      select ${edgeColumns}, row_number() over (partition by r.kind, r.from_id = near.id order by r.last_seen desc, r.id) as place
      from relation r where ${touches(sql`near.id`)} order by place, r.kind, r.id limit ${FAN}) e
    order by near.n, e.place, e.kind, e.id`.execute(work)
  return rows
}

interface Found {
  assetId: string
  depth: number
  distances: ReadonlyMap<string, number>
  edges: readonly EdgeSql[]
}

async function drawn(work: Work, { assetId, depth, distances, edges }: Found): Promise<Neighbourhood | undefined> {
  const nodes = await readNodes(work, [...distances.keys()])
  const own = nodes.find(({ id }) => id === assetId)
  if (!own) return undefined
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]))
  const sources = await sourcesOf(work, edges)
  const counts = await fansOf(work, [...distances.keys()])
  const shown = Map.groupBy(
    edges.flatMap(({ from_id, to_id }) => [from_id, to_id]),
    (id) => id,
  )
  return {
    depth,
    nodes: nodes.map((node) => {
      const relations = counts.get(node.id) ?? 0
      const hidden = relations - (shown.get(node.id)?.length ?? 0)
      return { ...relatedAssetOf(node), distance: distances.get(node.id) ?? 0, relations, hidden }
    }),
    edges: edges.map(
      (edge): RelationEdge => ({
        ...factsOf(edge, [kinds.get(edge.from_id)!, kinds.get(edge.to_id)!], sources),
        from: edge.from_id,
        to: edge.to_id,
        words: wayWords(edge.kind, edge.way, 'out'),
      }),
    ),
    statable: statable(own.kind),
  }
}

async function fansOf(work: Work, ids: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; fan: number }>`
    select near.id, (select count(*)::int from relation r where ${touches(sql`near.id`)}) as fan
    from unnest(${ids}::text[]) as near (id)`.execute(work)
  return new Map(rows.map(({ id, fan }) => [id, fan]))
}

/** What may be stated of an asset of this kind, at either end. */
function statable(kind: AssetKind): Neighbourhood['statable'] {
  return relationKinds.flatMap((relation) =>
    (['out', 'in'] as const).flatMap((direction) => {
      const [near, far] = direction === 'out' ? (['from', 'to'] as const) : (['to', 'from'] as const)
      const rules = relationRules.filter((rule) => rule.kind === relation && rule[near].includes(kind))
      const others = [...new Set(rules.flatMap((rule) => rule[far]))]
      return others.length > 0 ? [{ kind: relation, direction, words: relationWords[relation][direction], others }] : []
    }),
  )
}

function factsOf(edge: EdgeSql, [from, to]: [AssetKind, AssetKind], sources: ReadonlyMap<string, RelationSource[]>) {
  return {
    id: edge.id,
    kind: edge.kind,
    standard: relationRule(edge.kind, from, to)?.source ?? 'Lunette',
    confidence: edge.confidence,
    firstSeen: edge.first_seen.toISOString(),
    lastSeen: edge.last_seen.toISOString(),
    sources: sources.get(edge.id) ?? [],
  }
}

const MOST_SOURCES = 10

/** Who states each relation now: people, and of each witness the imports that decide. */
async function sourcesOf(work: Work, edges: readonly EdgeSql[]): Promise<Map<string, RelationSource[]>> {
  const { rows } = await sql<SourceSql>`
    select near.id as relation_id, s.* from unnest(${edges.map(({ id }) => id)}::text[]) as near (id) cross join lateral (
      select s.source, s.said_by, s.import_id, s.basis, s.confidence, s.said_at, i.tool, i.importer, i.file_name
      from relation_statement s left join import i on i.id = s.import_id
      where s.relation_id = near.id and (s.import_id is null or not exists (
        select from import later where later.asset_id = i.asset_id and later.witness = i.witness and later.complete
          and (later.stated_at, later.content_digest) > (i.stated_at, i.content_digest)))
      order by s.said_at desc, s.source limit ${MOST_SOURCES}) s`.execute(work)
  return new Map(
    [...Map.groupBy(rows, (row) => row.relation_id)].map(([id, said]) => [id, said.map(sourceOf)] as const),
  )
}

interface SourceSql {
  relation_id: string
  source: string
  said_by: string | null
  import_id: string | null
  basis: RelationSource['basis']
  confidence: number
  said_at: Date
  tool: string | null
  importer: string | null
  file_name: string | null
}

function sourceOf(row: SourceSql): RelationSource {
  return {
    by: row.said_by ?? row.tool ?? row.importer ?? '',
    kind: row.import_id !== null ? 'import' : row.source.startsWith('discovery:') ? 'discovery' : 'person',
    importId: row.import_id,
    fileName: row.file_name,
    basis: row.basis,
    confidence: row.confidence,
    at: row.said_at.toISOString(),
  }
}
