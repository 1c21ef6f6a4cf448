import { sql, type Transaction } from 'kysely'
import type { SurfaceAssetDetail } from '#contract/surface'
import type { ObservationValue } from '#exposure/surface'
import type { NoTables } from '#platform/database'
import { CERTIFICATE_RULES, type SurfacePlace, type SurfaceSubject } from './surface-rows.ts'

type Work = Transaction<NoTables>
type Seen = Pick<SurfaceAssetDetail, 'records' | 'seenServices' | 'certificates' | 'seenWeaknesses'>
type Times = { key: string; firstSeen: string; lastSeen: string; goneAt: string | null }
type Row = ObservationValue & Times & { asset: string }
type Finding = SurfaceAssetDetail['seenWeaknesses'][number]['finding']

const MOST_SEEN = 500

/**
 * What was seen of an asset and where it answers, what stands first; a service's certificate is shown with its address. Of
 * an address only what is the own of its service, or of the certificate that its services present.
 */
export async function readSeen(work: Work, subject: SurfaceSubject): Promise<Seen> {
  const { id, kind, name, naturalKey } = subject
  const ids = subject.places.map((place) => place.id)
  const presented = sql`o.kind = 'certificate' and o.key in (
    select jsonb_array_elements_text(s.value -> 'tls' -> 'leaves') from observation s where s.asset_id = any (${ids}::text[])
      and s.kind = 'service' and s.gone_at is null and (${kind !== 'service'} or s.key = ${naturalKey}))`
  const presents = sql`-> 'tls' -> 'leaves' @> ${JSON.stringify([naturalKey])}::jsonb`
  // What is wrong with a certificate was seen at the services that present it.
  const ofCertificate = sql`(o.asset_id = ${id} or o.gone_at is null and (o.kind = 'service' and o.value ${presents}
    or o.kind = 'weakness' and o.value ->> 'ruleId' ~ ${CERTIFICATE_RULES} and exists (select from observation s
      where s.asset_id = o.asset_id and s.kind = 'service' and s.gone_at is null and s.key = o.value -> 'subject' ->> 'name'
        and s.value ${presents})))`
  const ofService = sql`(o.kind = 'service' and o.key = ${naturalKey}
    or o.kind = 'weakness' and o.value -> 'subject' ->> 'name' = ${name})`
  const own = kind === 'certificate' ? ofCertificate : kind === 'service' ? ofService : sql`true`
  const { rows } =
    await sql<Row>`select o.asset_id as asset, o.kind, o.key, o.value, instant_text(o.first_seen) as "firstSeen",
      instant_text(o.last_seen) as "lastSeen", instant_text(o.gone_at) as "goneAt"
    from observation o where (o.asset_id = any (${ids}::text[]) and ${own} and (o.asset_id = ${id} or o.kind <> 'records'))
      or (${kind !== 'certificate'} and ${presented})
    order by o.gone_at is not null, o.kind, o.key limit ${MOST_SEEN}`.execute(work)
  const places = await placesOf(work, subject, rows)
  const findings = await findingsOf(work, [...places.keys()])
  const seen: Seen = { records: [], seenServices: [], certificates: [], seenWeaknesses: [] }
  for (const row of rows) add(seen, row, { at: places.get(row.asset) ?? subject, findings })
  seen.certificates = certificatesFor(subject, seen.certificates)
  seen.seenWeaknesses.sort(worstFirst)
  await linkRecords(work, seen.records)
  return seen
}

/** Whom what was seen belongs to: the asset, where it answers, and of a certificate who presents it. */
async function placesOf(
  work: Work,
  { places }: SurfaceSubject,
  rows: readonly Row[],
): Promise<Map<string, SurfacePlace>> {
  const known = new Map(places.map((place) => [place.id, place]))
  const others = [
    ...new Set(rows.flatMap(({ asset, kind }) => (kind === 'weakness' && !known.has(asset) ? asset : []))),
  ]
  if (others.length === 0) return known
  const named = await sql<SurfacePlace>`select id, kind, name from asset where id = any (${others}::text[])`.execute(
    work,
  )
  return new Map([...known, ...named.rows.map((place) => [place.id, place] as const)])
}

interface Around {
  at: SurfaceSubject['places'][number]
  findings: ReadonlyMap<string, Finding>
}

function add(seen: Seen, { key, firstSeen, lastSeen, goneAt, asset, ...row }: Row, { at, findings }: Around): void {
  const times = { key, firstSeen, lastSeen, goneAt }
  const place = { id: at.id, kind: at.kind, name: at.name }
  switch (row.kind) {
    case 'records':
      seen.records.push({ ...times, type: row.value.type, values: row.value.values, links: [] })
      break
    case 'service':
      seen.seenServices.push({ ...times, at: place, ...serviceOf(row.value) })
      break
    case 'certificate':
      seen.certificates.push({ ...row.value, ...times, id: asset })
      break
    case 'weakness': {
      const finding = findings.get(findingKeyOf(asset, row.value)) ?? null
      seen.seenWeaknesses.push({ ...row.value, subject: row.value.subject.name, ...times, at: place, finding })
    }
  }
}

type Service = Extract<ObservationValue, { kind: 'service' }>['value']
type Weakness = Extract<ObservationValue, { kind: 'weakness' }>['value']

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

/** Findings that follow what discovery saw, by asset, rule and place. */
async function findingsOf(work: Work, ids: readonly string[]): Promise<Map<string, Finding>> {
  const { rows } = await sql<NonNullable<Finding> & { asset: string; rule: string; location: string }>`
    select id, asset_id as asset, rule_id as rule, location, urgency, basis, state from finding
    where asset_id = any (${ids}::text[]) and rule_id like 'discovery:%'`.execute(work)
  return new Map(
    rows.map(({ asset, rule, location, ...finding }) => [
      `${asset} ${rule.slice('discovery:'.length)} ${location}`,
      finding,
    ]),
  )
}

/** As inventory writes the place of what discovery reports: `tcp/443 · www.example.com`. */
function findingKeyOf(asset: string, { ruleId, aspect, subject }: Weakness): string {
  const [, port, protocol] = subject.kind === 'service' ? (/:(\d+)\/(\w+)$/.exec(subject.name) ?? []) : []
  const place = port ? `${protocol}/${port}` : subject.kind === 'url' ? subject.name : undefined
  return `${asset} ${ruleId} ${[place, aspect].filter(Boolean).join(' · ')}`
}

const urgencies = ['now', 'soon', 'scheduled', 'defer']
const severities = ['critical', 'high', 'medium', 'low', 'none']

/** By decision, then by severity; what is gone and what nothing was decided of comes last. */
function worstFirst(a: Seen['seenWeaknesses'][number], b: Seen['seenWeaknesses'][number]): number {
  const gone = Number(a.goneAt !== null) - Number(b.goneAt !== null)
  const place = ({ finding }: typeof a) =>
    finding?.state === 'open' ? urgencies.indexOf(finding.urgency) : urgencies.length
  return gone || place(a) - place(b) || severities.indexOf(a.severity) - severities.indexOf(b.severity)
}

/** Of a name the certificates that hold it; where none does, those that are presented for others. */
function certificatesFor({ kind, naturalKey }: SurfaceSubject, all: Seen['certificates']): Seen['certificates'] {
  if (kind !== 'domain' && kind !== 'hostname') return all
  const own = all.filter(({ names }) => names.some((name) => holds(name.toLowerCase(), naturalKey)))
  return own.length > 0 ? own : all
}

/** `*.example.com` holds one label more (RFC 6125). */
function holds(pattern: string, name: string): boolean {
  return pattern === name || (pattern.startsWith('*.') && name.slice(name.indexOf('.') + 1) === pattern.slice(2))
}

const MOST_LINKS = 200
const nameInText =
  /(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*|(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*:[0-9a-f:]+:[0-9a-f]*/gi

/** Joins names and addresses in the values of records with the assets of that name. */
async function linkRecords(work: Work, records: Seen['records']): Promise<void> {
  const texts = new Set(
    records.flatMap(({ values }) => values.flatMap((value) => value.slice(0, 2_000).match(nameInText) ?? [])),
  )
  const wanted = [...texts].slice(0, MOST_LINKS)
  if (wanted.length === 0) return
  const { rows } = await sql<{ key: string; id: string }>`select a.natural_key as key, a.id from asset a
    join surface_asset s on s.asset_id = a.id
    where a.kind in ('domain', 'hostname', 'ip-address') and a.natural_key = any (${wanted.map((text) => text.toLowerCase())}::text[])
    `.execute(work)
  const ids = new Map(rows.map(({ key, id }) => [key, id]))
  for (const record of records)
    record.links = wanted.flatMap((text) => {
      const id = record.values.some((value) => value.includes(text)) ? ids.get(text.toLowerCase()) : undefined
      return id === undefined ? [] : [{ text, id }]
    })
}
