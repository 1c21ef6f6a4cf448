import { sql, type Transaction } from 'kysely'
import type { SurfaceNeighbour, SurfaceNeighbours } from '#contract/surface'
import type { RelationKind } from '#core/vocabulary'
import type { NoTables } from '#platform/database'
import { recordWaySql, wayWords } from './record-ways.ts'
import { ownFinding, type SurfaceSubject, subjectLabel } from './surface-rows.ts'

type Direction = 'out' | 'in'
type NeighbourSql = Omit<SurfaceNeighbour, 'open' | 'label'> &
  SurfaceNeighbour['open'] & {
    relation: RelationKind
    direction: Direction
    place: boolean
    way: string | null
    subject: string | null
  }

/** So many relations of one asset are looked at, and so many of each group told. */
const MOST_RELATIONS = 2_000
const MOST_ROWS = 50

/** What hangs together with an asset, in groups by how; in each what is most urgent first. */
export async function readNeighbours(
  work: Transaction<NoTables>,
  { id }: Pick<SurfaceSubject, 'id'>,
): Promise<SurfaceNeighbours[]> {
  const { rows } = await sql<NeighbourSql>`with near as (
      select r.kind, case when r.from_id = ${id} then 'out' else 'in' end as direction,
        case when r.from_id = ${id} then r.to_id else r.from_id end as other, f.places @> array[r.to_id] as place,
        ${recordWaySql(sql`r.kind`, sql`r.from_id`, sql`r.to_id`)} as way
      from relation r left join surface_asset f on f.asset_id = r.from_id
      where r.present and (r.from_id = ${id} or r.to_id = ${id}) order by r.last_seen desc, r.id limit ${MOST_RELATIONS}
    ) select n.kind as relation, n.direction, coalesce(n.place, false) and n.kind = 'dns_record' as place, n.way,
      a.id, a.kind, a.name, s.standing,
      (select o.value ->> 'subject' from observation o where o.asset_id = a.id and o.kind = 'certificate' and a.kind = 'certificate' limit 1) as subject,
      opened.now, opened.soon, opened.scheduled, opened.defer
    from near n join asset a on a.id = n.other left join surface_asset s on s.asset_id = a.id and s.gone_at is null
      cross join lateral (select count(*) filter (where f.urgency = 'now')::int as now,
        count(*) filter (where f.urgency = 'soon')::int as soon, count(*) filter (where f.urgency = 'scheduled')::int as scheduled,
        count(*) filter (where f.urgency = 'defer')::int as defer
      from finding f where f.asset_id = any (array_append(coalesce(s.places, '{}'), a.id)) and f.state = 'open' and ${ownFinding}
      ) opened
    order by opened.now desc, opened.soon desc, opened.scheduled desc, opened.defer desc, a.name`.execute(work)
  const groups = new Map<string, SurfaceNeighbours>()
  for (const row of rows) {
    const title = titleOf(row)
    const group = groups.get(title) ?? { title, total: 0, rows: [] }
    groups.set(title, group)
    group.total++
    if (group.rows.length < MOST_ROWS) group.rows.push(neighbourOf(row))
  }
  return [...groups.values()].sort((a, b) => placeOf(a) - placeOf(b))
}

/** Where it leads first, then what leads here. */
const order = ['Resolves to', 'Names that resolve to it', 'Presented by', 'Names in it', 'Addresses in it']

function placeOf({ title }: SurfaceNeighbours): number {
  const place = order.indexOf(title)
  return place < 0 ? order.length : place
}

const titles: Readonly<Partial<Record<`${RelationKind} ${Direction}`, string>>> = {
  'dns_record out': 'Named in its DNS records',
  'dns_record in': 'Names whose DNS records name it',
  'ptr_record out': 'Reverse name',
  'ptr_record in': 'Addresses with this reverse name',
  'node out': 'Names below it',
  'node in': 'Lies below',
  'port out': 'Offers',
  'port in': 'Offered by',
  'certificate out': 'Presents the certificate',
  'certificate in': 'Presented by',
  'common_name out': 'Names in it',
  'common_name in': 'Certificates that name it',
  'san_dns_name out': 'Names in it',
  'san_dns_name in': 'Certificates that name it',
  'san_ip_address out': 'Names in it',
  'san_ip_address in': 'Certificates that name it',
  'contains out': 'Addresses in it',
  'contains in': 'Lies in',
  'registrant out': 'Registered to',
  'registrant in': 'Has registered',
  'refers_to out': 'Names it mentions',
  'refers_to in': 'Mentioned by',
}

function titleOf({ relation, direction, place, way }: NeighbourSql): string {
  if (place) return direction === 'out' ? 'Resolves to' : 'Names that resolve to it'
  const words = wayWords(relation, way, direction)
  const said = `${words.charAt(0).toUpperCase()}${words.slice(1)}`
  return way === null || way === 'dns-named' ? (titles[`${relation} ${direction}`] ?? said) : said
}

function neighbourOf(row: NeighbourSql): SurfaceNeighbour {
  const { id, kind, name, standing, subject, now, soon, scheduled, defer } = row
  const label = subject ? subjectLabel(subject) : name
  return { id, kind, name, label, standing, open: { now, soon, scheduled, defer } }
}
