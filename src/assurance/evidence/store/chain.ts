import { randomBytes } from 'node:crypto'
import { sql, type Transaction } from 'kysely'
import { linkDigest } from '#core/kernel'
import { cleanText, type Database, type NoTables } from '#platform/database'
import {
  type ChainedEvidence,
  type Evidence,
  type EvidenceCheck,
  EvidenceVerifier,
  evidenceContent,
  evidenceStart,
} from '../evidence.ts'

const SALT_BYTES = 16
const BATCH = 2_000
const READ_AT_ONCE = 10_000
const MAX_WORD = 300

/**
 * Appends to the workspace's chain inside the caller's transaction, in the order given. Two who append at once wait for
 * each other. Times are kept to the millisecond.
 * @param by who or what records it, where that is known
 */
export async function appendEvidence(
  work: Transaction<NoTables>,
  workspaceId: string,
  evidence: readonly Evidence[],
  recordedAt: string,
  by: string | undefined,
): Promise<void> {
  if (evidence.length === 0) return
  await sql`select pg_advisory_xact_lock(hashtextextended(${`evidence:${workspaceId}`}, 0))`.execute(work)
  const { rows } = await sql<{ position: string; digest: string }>`
    select position, digest from evidence order by position desc limit 1`.execute(work)
  let [position, digest] = [Number(rows[0]?.position ?? 0), rows[0]?.digest ?? evidenceStart(workspaceId)]
  for (let from = 0; from < evidence.length; from += BATCH) {
    const entries = evidence.slice(from, from + BATCH).map((given) => {
      const words = cleaned({ ...given, ...(by !== undefined && { recordedBy: by }) })
      const salt = randomBytes(SALT_BYTES).toString('base64url')
      const content = evidenceContent(salt, words)
      position += 1
      digest = linkDigest(digest, { position, at: words.at, content })
      return { position, at: words.at, content, digest, salt, words }
    })
    await insertEntries(work, workspaceId, entries, recordedAt)
  }
}

/** How many entries the chain has: the position of the last. */
export async function countEvidence(work: Transaction<NoTables>): Promise<number> {
  const { rows } = await sql<{ position: string }>`
    select position from evidence order by position desc limit 1`.execute(work)
  return Number(rows[0]?.position ?? 0)
}

function cleaned(given: Evidence): Evidence {
  const word = (text: string) => cleanText(text).slice(0, MAX_WORD)
  return {
    ...given,
    at: new Date(given.at).toISOString(),
    source: word(given.source),
    subjectVersion: given.subjectVersion === null ? null : word(given.subjectVersion),
    note: given.note === null ? null : word(given.note),
    ...(given.recordedBy !== undefined && { recordedBy: word(given.recordedBy) }),
  }
}

type Entry = Required<Pick<ChainedEvidence, 'position' | 'at' | 'content' | 'digest'>> & {
  salt: string
  words: Evidence
}

async function insertEntries(
  work: Transaction<NoTables>,
  workspaceId: string,
  entries: readonly Entry[],
  recordedAt: string,
): Promise<void> {
  const rows = JSON.stringify(entries.map(({ words, ...entry }) => ({ ...words, ...entry })))
  await sql`insert into evidence (workspace_id, position, at, recorded_at, content_digest, digest)
    select ${workspaceId}, position, at, ${recordedAt}::timestamptz, content, digest
    from json_to_recordset(${rows}::json) as r(position bigint, at timestamptz, content text, digest text)`.execute(
    work,
  )
  await sql`insert into evidence_detail (workspace_id, position, salt, kind, aspect, result, demands, weight, control_id,
      subject_version, source, at, note, recorded_by)
    select ${workspaceId}, position, salt, kind, aspect, result, demands, weight, "controlId", "subjectVersion", source, at, note,
      "recordedBy"
    from json_to_recordset(${rows}::json) as r(position bigint, salt text, kind text, aspect text, result text, demands int,
      weight float8, "controlId" text, "subjectVersion" text, source text, at timestamptz, note text,
      "recordedBy" text)`.execute(work)
  await sql`insert into evidence_day (workspace_id, control_id, aspect, day, kind, result, subject_version, demands, weighted, pieces)
    select ${workspaceId}, "controlId", aspect, (at at time zone 'UTC')::date, kind, result, coalesce("subjectVersion", ''),
      sum(demands), sum(demands * weight), count(*)
    from json_to_recordset(${rows}::json) as r(kind text, aspect text, result text, demands bigint, weight float8,
      "controlId" text, "subjectVersion" text, at timestamptz)
    group by 2, 3, 4, 5, 6, 7
    on conflict (workspace_id, control_id, aspect, day, kind, result, subject_version) do update
      set demands = evidence_day.demands + excluded.demands, weighted = evidence_day.weighted + excluded.weighted,
        pieces = evidence_day.pieces + excluded.pieces`.execute(work)
}

interface Row {
  position: string
  chained_at: Date
  content_digest: string
  digest: string
  salt: string | null
  kind: Evidence['kind']
  aspect: Evidence['aspect']
  result: Evidence['result']
  demands: number
  weight: number
  control_id: string
  subject_version: string | null
  source: string
  at: Date
  note: string | null
  recorded_by: string | null
}

/** The chain from its beginning, read in parts. */
export async function* readChain(database: Database, workspaceId: string): AsyncGenerator<ChainedEvidence> {
  for (let after = 0; ; ) {
    const { rows } = await database.inWorkspace(workspaceId, (work) =>
      sql<Row>`select e.position, e.at as chained_at, e.content_digest, e.digest, d.salt, d.kind, d.aspect, d.result, d.demands,
          d.weight, d.control_id, d.subject_version, d.source, d.at, d.note, d.recorded_by
        from evidence e left join evidence_detail d on d.workspace_id = e.workspace_id and d.position = e.position
        where e.position > ${after} order by e.position limit ${READ_AT_ONCE}`.execute(work),
    )
    for (const row of rows) yield chainedOf(row)
    if (rows.length < READ_AT_ONCE) return
    after = Number(rows.at(-1)?.position)
  }
}

function chainedOf(row: Row): ChainedEvidence {
  const entry = {
    position: Number(row.position),
    at: row.chained_at.toISOString(),
    content: row.content_digest,
    digest: row.digest,
  }
  if (row.salt === null) return entry
  const { kind, aspect, result, demands, weight, source, note } = row
  const words = { kind, aspect, result, demands, weight, source, note }
  const about = { controlId: row.control_id, subjectVersion: row.subject_version, at: row.at.toISOString() }
  const by = row.recorded_by === null ? undefined : { recordedBy: row.recorded_by }
  return { ...entry, salt: row.salt, words: { ...words, ...about, ...by } }
}

/**
 * Recomputes a workspace's chain: changed, missing or moved entries break it, erased words do not. The sums by day must
 * follow from the entries, too; of what is erased they still hold the count.
 */
export async function verifyEvidence(database: Database, workspaceId: string): Promise<EvidenceCheck> {
  const verifier = new EvidenceVerifier(workspaceId)
  for await (const entry of readChain(database, workspaceId)) if (!verifier.take(entry)) break
  const { check } = verifier
  return { ...check, sumsOff: await sumsOff(database, workspaceId, check.erased > 0) }
}

async function sumsOff(database: Database, workspaceId: string, someErased: boolean): Promise<number> {
  const { rows } = await database.inWorkspace(workspaceId, (work) =>
    sql<{ off: number }>`
      with summed as (
        select control_id, aspect, (at at time zone 'UTC')::date as day, kind, result, coalesce(subject_version, '') as subject_version,
          sum(demands)::bigint as demands, sum(demands * weight) as weighted, count(*)::int as pieces
        from evidence_detail group by 1, 2, 3, 4, 5, 6)
      select count(*)::int as off from evidence_day d
      full join summed s using (control_id, aspect, day, kind, result, subject_version)
      where case when ${someErased} then coalesce(d.pieces, 0) < coalesce(s.pieces, 0) or coalesce(d.demands, 0) < coalesce(s.demands, 0)
        else d.pieces is distinct from s.pieces or d.demands is distinct from s.demands
          or abs(d.weighted - s.weighted) > 1e-6 * greatest(1, abs(s.weighted)) end`.execute(work),
  )
  return rows[0]?.off ?? 0
}
