import { sql, type Transaction } from 'kysely'
import type { SurfaceAssetDetail } from '#contract/surface'
import type { ObservationValue } from '#exposure/surface'
import type { NoTables } from '#platform/database'

type Seen = Pick<SurfaceAssetDetail, 'records' | 'seenServices' | 'certificates' | 'seenWeaknesses'>
type Times = { key: string; firstSeen: string; lastSeen: string; goneAt: string | null }
type Row = ObservationValue & Times

const MOST_SEEN = 500

/** What was seen of one asset, what stands first; a service's certificate is shown with its address. */
export async function readSeen(work: Transaction<NoTables>, id: string, kind: string): Promise<Seen> {
  const presented = sql`o.kind = 'certificate' and o.key in (
    select jsonb_array_elements_text(s.value -> 'tls' -> 'leaves') from observation s where s.asset_id = ${id} and s.kind = 'service' and s.gone_at is null)`
  const { rows } = await sql<Row>`select o.kind, o.key, o.value, instant_text(o.first_seen) as "firstSeen",
      instant_text(o.last_seen) as "lastSeen", instant_text(o.gone_at) as "goneAt"
    from observation o where o.asset_id = ${id} or (${kind === 'ip-address'} and ${presented})
    order by o.gone_at is not null, o.kind, o.key limit ${MOST_SEEN}`.execute(work)
  const seen: Seen = { records: [], seenServices: [], certificates: [], seenWeaknesses: [] }
  for (const row of rows) add(seen, row)
  return seen
}

function add(seen: Seen, { key, firstSeen, lastSeen, goneAt, ...row }: Row): void {
  const times = { key, firstSeen, lastSeen, goneAt }
  switch (row.kind) {
    case 'records':
      seen.records.push({ ...times, type: row.value.type, values: row.value.values })
      break
    case 'service':
      seen.seenServices.push({ ...times, ...serviceOf(row.value) })
      break
    case 'certificate':
      seen.certificates.push({ ...row.value, ...times })
      break
    case 'weakness':
      seen.seenWeaknesses.push({ ...row.value, subject: row.value.subject.name, ...times })
  }
}

type Service = Extract<ObservationValue, { kind: 'service' }>['value']

function serviceOf({ address, port, transport, protocol, names, software, banner, tls, pages }: Service) {
  return {
    ...{ address, port, transport, protocol, names },
    software: software.map(({ product, version = null, cpe = null, where }) => ({ product, version, cpe, where })),
    banner: banner ?? null,
    tls: tls?.versions ?? [],
    certificate: tls?.chain[0] ?? null,
    title: pages?.find(({ title }) => title)?.title ?? null,
  }
}
