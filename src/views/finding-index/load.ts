import { type RawBuilder, sql, type Transaction } from 'kysely'
import { type CopiedRow, copyOut, type Database, type NoTables } from '#platform/database'
import {
  assetKeys,
  fewFindingTables,
  findingColumns,
  findingSorts,
  findingsAlone,
  findingTables,
  findingText,
  findingTimes,
  theseFindings,
} from '../finding-filter.ts'
import type { IndexedFinding } from './columns.ts'
import { applyScore, type Score, type ScoredKeys } from './scores.ts'

type Work = Transaction<NoTables>

const wordColumns: Readonly<Record<string, RawBuilder<string>>> = {
  ...findingColumns,
  ...findingText,
  assetId: sql`a.id`,
  fixed: sql`f.fixed_version`,
}

/** Columns of words by name: every filter key, every column text is looked for in, the asset's id, the version that fixes it. */
export const wordNames: readonly string[] = Object.keys(wordColumns)
export const textNames: readonly string[] = Object.keys(findingText)
const keyColumns: Readonly<Record<string, RawBuilder<number>>> = { ...findingSorts, ...findingTimes }

/** Columns of numbers by name: every order that is one, and times. */
export const keyNames: readonly string[] = Object.keys(keyColumns)

/** The same as the finding itself bears them: what its vulnerability is scored today is read once for all its findings. */
const ownKeys = Object.values({ ...keyColumns, decision: sql`f.rank`, epss: sql`f.epss` })
export const scoredKeys: ScoredKeys = { decision: keyNames.indexOf('decision'), epss: keyNames.indexOf('epss') }

const words = Object.values(wordColumns)

/** The row as one value: its number, its words, its keys. Thirty columns apart take several times as long to read. */
interface Row {
  row: [seq: number, ...values: (string | number | null)[]]
}

const parts = sql.join([
  sql`f.seq`,
  ...words.map((word) => sql`coalesce(${word}, '')`),
  ...Object.values(keyColumns).map((key) => sql`(${key})::float8`),
])
const selected = sql`json_build_array(${parts}) as row`

function indexed({ row: [seq, ...values] }: Row): IndexedFinding {
  const keys = values.splice(words.length) as (number | null)[]
  // What has no key comes last.
  return { seq, words: values as string[], keys: keys.map((key) => key ?? Number.NEGATIVE_INFINITY) }
}

/** Places of the words that an asset says for all its findings, and of those that each finding says. */
const ofAsset = wordNames.flatMap((name, place) => (assetKeys.has(name) || name === 'assetId' ? [place] : []))
const ofFinding = wordNames.flatMap((_, place) => (ofAsset.includes(place) ? [] : [place]))

const wordsAt = (places: readonly number[]) => sql.join(places.map((place) => sql`coalesce(${words[place]!}, '')`))

const assetRows = sql`select a.id, ${wordsAt(ofAsset)} from asset a`
const findingRows = sql`select f.asset_id, f.seq, ${wordsAt(ofFinding)},
  ${sql.join(ownKeys.map((key) => sql`(${key})::float8`))} from ${findingsAlone}`
const scoreRows = sql`select s.vulnerability_id, s.epss, s.band from finding_score s where s.epss is not null`
const vulnerabilityWord = wordNames.indexOf('vulnerability')

/** A finding of {@link findingRows}; `undefined`: its asset came later, and the next look shows both. */
function joinedRow(
  [assetId, seq, ...values]: CopiedRow,
  assets: ReadonlyMap<string, CopiedRow>,
  scores: ReadonlyMap<string, Score>,
): IndexedFinding | undefined {
  const asset = assets.get(assetId!)
  if (!asset) return undefined
  const row: string[] = new Array(words.length)
  for (let at = 0; at < ofAsset.length; at++) row[ofAsset[at]!] = asset[at + 1]!
  for (let at = 0; at < ofFinding.length; at++) row[ofFinding[at]!] = values[at]!
  const keys = values.slice(ofFinding.length).map(keyOf)
  const score = scores.get(row[vulnerabilityWord]!)
  if (score) applyScore(keys, scoredKeys, score)
  return { seq: Number(seq), words: row, keys }
}

function keyOf(text: string | undefined): number {
  return text === undefined ? Number.NEGATIVE_INFINITY : Number(text)
}

/** The same of all {@link parts}. */
function copied([seq, ...values]: CopiedRow): IndexedFinding {
  const keys = values.splice(words.length).map(keyOf)
  return { seq: Number(seq), words: values as string[], keys }
}

/** What a reader has seen: a snapshot of PostgreSQL, of one incarnation of the table. */
export interface Seen {
  snapshot: string
  table: number
}

/** So many are looked up one by one. */
const FEW = 500

/** Reads every finding of the workspace. `expect` is told how many there are. @returns what was seen at the least. */
export async function loadAll(
  work: Work,
  take: (findings: readonly IndexedFinding[]) => void,
  expect: (total: number) => void,
): Promise<Seen> {
  const { rows } =
    await sql<Seen>`select pg_current_snapshot()::text as snapshot, 'finding'::regclass::oid::int as "table"`.execute(
      work,
    )
  const counted = await sql<{ total: number }>`select count(*)::int as total from finding`.execute(work)
  expect(counted.rows[0]!.total)
  // What an asset says is read once for all its findings.
  const assets = new Map<string, CopiedRow>()
  for await (const batch of copyOut(work, assetRows)) for (const asset of batch) assets.set(asset[0]!, asset)
  const scores = new Map<string, Score>()
  for await (const batch of copyOut(work, scoreRows))
    for (const [id, epss, band] of batch) scores.set(id!, { epss: Number(epss), band: Number(band) })
  await joinInBulk(work)
  for await (const batch of copyOut(work, findingRows))
    take(batch.map((row) => joinedRow(row, assets, scores)).filter((finding) => finding !== undefined))
  return rows[0]!
}

export interface Changes {
  seen: Seen
  /** Numbers of findings that were written, whose asset was, or that are gone. */
  changed: readonly number[]
  /** Vulnerabilities that are scored otherwise. */
  scores: ReadonlyMap<string, Score>
}

/** Which findings were committed by work that a snapshot does not show. */
export async function changesSince(database: Database, workspaceId: string, { snapshot }: Seen): Promise<Changes> {
  const held = sql`${sql.lit(snapshot)}::pg_snapshot`
  const unseen = (changed: RawBuilder<unknown>) =>
    sql`${changed} >= pg_snapshot_xmin(${held}) and not pg_visible_in_snapshot(${changed}, ${held})`
  const rows = await database.readInWorkspace(
    workspaceId,
    sql<Seen & { changed: number[] | null; scores: [string, number, number][] | null }>`
      select pg_current_snapshot()::text as snapshot, 'finding'::regclass::oid::int as "table", (
        select json_agg(c.seq) from (
          select f.seq from finding f where ${unseen(sql`f.changed`)}
          union select r.seq from finding_removed r where ${unseen(sql`r.changed`)}
          union select f.seq from asset a join finding f on f.workspace_id = a.workspace_id and f.asset_id = a.id
            where ${unseen(sql`a.changed`)}
          union select f.seq from finding_score s join finding f
            on f.workspace_id = s.workspace_id and f.vulnerability_id = s.vulnerability_id
            where ${unseen(sql`s.changed`)} and s.epss is null
        ) c) as changed, (
        select json_agg(json_build_array(s.vulnerability_id, s.epss, s.band))
        from finding_score s where ${unseen(sql`s.changed`)} and s.epss is not null) as scores`,
  )
  const { changed, scores, ...seen } = rows[0]!
  return { seen, changed: changed ?? [], scores: new Map(scores?.map(([id, epss, band]) => [id, { epss, band }])) }
}

/** After much was written at once PostgreSQL thinks the tables small, and would go through them for each of many findings. */
function joinInBulk(work: Work): Promise<unknown> {
  return sql`set local enable_nestloop = off`.execute(work)
}

/** These findings as they are now; those that are no more are left out. */
export async function loadThese(
  database: Database,
  workspaceId: string,
  seqs: readonly number[],
): Promise<IndexedFinding[]> {
  if (seqs.length < FEW) {
    const query = sql<Row>`with ${theseFindings(sql`${seqs}`)} select ${selected} from ${fewFindingTables}`
    return (await database.readInWorkspace(workspaceId, query)).map(indexed)
  }
  return database.inWorkspace(workspaceId, async (work) => {
    await joinInBulk(work)
    const these = theseFindings(sql`array[${sql.join(seqs.map((seq) => sql.lit(seq)))}]`)
    const findings: IndexedFinding[] = []
    for await (const rows of copyOut(work, sql`with ${these} select ${parts} from ${findingTables}`))
      for (const row of rows) findings.push(copied(row))
    return findings
  })
}
