import { sql } from 'kysely'
import type { CandidateGroup, CandidateGroups } from '#contract/surface'
import type { NamedAsset } from '#core/vocabulary'
import { groupWaiting, type WaitingGroup } from '#exposure/surface'
import type { Database } from '#platform/database'
import { type SurfaceRowSql, surfaceColumnsSql, surfaceRowOf, surfaceTables } from './surface-rows.ts'

/** More than that nobody rules one by one. */
const MOST = 20_000
/** Of a group. */
const SHOWN = 20

/** What waits for a word and was not gone, the nearest to a seed first, joined by what one word settles. */
export async function listCandidates(
  database: Database,
  workspaceId: string,
  { limit }: { limit: number },
): Promise<CandidateGroups> {
  const where = sql`s.standing = 'candidate' and s.gone_at is null`
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<SurfaceRowSql>`select ${surfaceColumnsSql} from ${surfaceTables}
      where ${where} order by s.distance, s.confidence desc, a.id limit ${MOST}`.execute(work)
    const counted = await sql<{ total: number }>`select count(*)::int as total from ${surfaceTables}
      where ${where}`.execute(work)
    const groups = groupWaiting(rows.map((row) => ({ ...row, from: fromOf(row) })))
    return {
      total: counted.rows[0]?.total ?? 0,
      groups: groups.slice(0, limit).map(groupOf),
      hidden: Math.max(0, groups.length - limit),
    }
  })
}

type Row = SurfaceRowSql & { from: NamedAsset | null }

function fromOf({ kind, name, path }: SurfaceRowSql): NamedAsset | null {
  const step = path.at(-1)
  if (!step) return null
  return step.to.kind === kind && step.to.name === name ? step.from : step.to
}

function groupOf({ head, itself, rows }: WaitingGroup<Row>): CandidateGroup {
  const kinds: Record<string, number> = {}
  for (const { kind } of rows) kinds[kind] = (kinds[kind] ?? 0) + 1
  return {
    head,
    asset: itself ? shown(itself) : null,
    kinds,
    count: rows.length,
    rows: rows.slice(0, SHOWN).map(shown),
  }
}

function shown({ from: _from, ...row }: Row) {
  return surfaceRowOf(row)
}
