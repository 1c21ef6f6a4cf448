import { sql, type Transaction } from 'kysely'
import type { SurfaceAssetDetail } from '#contract/surface'
import type { NamedAsset, SurfaceStep } from '#core/vocabulary'
import type { NoTables } from '#platform/database'
import { type SurfaceSubject, subjectLabel } from './surface-rows.ts'
import { stepWords } from './surface-words.ts'

type Work = Transaction<NoTables>
type Paths = Pick<SurfaceAssetDetail, 'path' | 'otherPaths'>

const MOST_WAYS = 200
const MOST_OTHERS = 5

interface Way {
  path: SurfaceStep[]
  kind: SurfaceStep['kind']
  from: NamedAsset
  isPlace: boolean
  confidence: number
}

/**
 * The shortest way from a seed to an asset, of equally short ones the surest; then the others. `told`: the way that the last
 * run told. A way leads over each asset that a relation joins with it, by the way to that.
 */
export async function pathsTo(work: Work, subject: SurfaceSubject, told: readonly SurfaceStep[]): Promise<Paths> {
  const { rows } = await sql<Way>`select s.path, r.kind, json_build_object('kind', f.kind, 'name', f.name) as from,
      own.places @> array[r.to_id] and r.kind = 'dns_record' as "isPlace", r.confidence
    from relation r join surface_asset s on s.asset_id = r.from_id join asset f on f.id = r.from_id
      join surface_asset own on own.asset_id = r.from_id
    where r.to_id = ${subject.id} and r.present and s.gone_at is null and s.standing in ('owned', 'candidate', 'monitor-only')
    order by s.distance, r.confidence desc, f.name limit ${MOST_WAYS}`.execute(work)
  const ways = chosenPaths(subject, told, rows)
  const names = await certificateNames(work, ways)
  const [path = [], ...otherPaths] = ways.map((way) => way.map((step) => ({ ...step, words: inWords(step, names) })))
  return { path, otherPaths }
}

/** Ways that lead to an asset, each once, the shortest and surest first. */
export function chosenPaths(own: NamedAsset, told: readonly SurfaceStep[], ways: readonly Way[]): SurfaceStep[][] {
  const to = { kind: own.kind, name: own.name }
  const isOwn = ({ name }: NamedAsset) => name === own.name
  const all = ways
    .filter(({ path, from }) => !isOwn(from) && !path.some((step) => isOwn(step.from) || isOwn(step.to)))
    .map(({ path, kind, from, isPlace, confidence }): SurfaceStep[] => {
      const by = kind === 'dns_record' ? (isPlace ? 'dns-address' : 'dns-named') : ''
      return [...path, { kind, from, to, by, how: '', confidence }]
    })
  // A seed needs no way. What the run told names where each step was seen, and so comes before its like.
  const candidates = told.length > 0 ? [[...told], ...all] : []
  const seen = new Map<string, SurfaceStep[]>()
  for (const path of candidates) {
    const key = path.map(({ from }) => from.name).join(' ')
    if (!seen.has(key)) seen.set(key, path)
  }
  return [...seen.values()]
    .sort((a, b) => a.length - b.length || surenessOf(b) - surenessOf(a))
    .slice(0, MOST_OTHERS + 1)
}

function surenessOf(path: readonly SurfaceStep[]): number {
  return path.reduce((sure, { confidence }) => (sure * confidence) / 100, 1)
}

/** Whom certificates are for, by their fingerprints. */
async function certificateNames(work: Work, ways: readonly SurfaceStep[][]): Promise<ReadonlyMap<string, string>> {
  const ends = ways.flatMap((way) => way.flatMap(({ from, to }) => [from, to]))
  const fingerprints = ends.flatMap(({ kind, name }) => (kind === 'certificate' ? name : []))
  if (fingerprints.length === 0) return new Map()
  const { rows } = await sql<{ name: string; subject: string }>`select a.name, o.value ->> 'subject' as subject
    from asset a join observation o on o.asset_id = a.id and o.kind = 'certificate'
    where a.kind = 'certificate' and a.natural_key = any (${fingerprints}::text[])`.execute(work)
  return new Map(rows.map(({ name, subject }) => [name, subjectLabel(subject)]))
}

function inWords({ kind, by, from, to }: SurfaceStep, certificates: ReadonlyMap<string, string>): string {
  const shown = ({ kind: what, name }: NamedAsset) =>
    what === 'certificate' ? { name: `the certificate of ${certificates.get(name) ?? name.slice(0, 12)}` } : { name }
  return stepWords({ kind, by, from: shown(from), to: shown(to) })
}
