import { sql } from 'kysely'
import { type PackedMatch, unpackReasons } from '#exposure/findings'
import type { Database } from '#platform/database'

/** What whoever found it says is to be done, of those of these findings (`finding.seq`) of which somebody does. */
export async function readRemedies(
  database: Database,
  workspaceId: string,
  seqs: readonly number[],
): Promise<Map<number, string>> {
  if (seqs.length === 0) return new Map()
  const rows = await database.readInWorkspace(
    workspaceId,
    sql<{
      seq: number
      match: PackedMatch
    }>`select seq::int as seq, match from finding where seq = any(${seqs}::bigint[])`,
  )
  return new Map(
    rows.flatMap(({ seq, match }) => {
      const remedy = unpackReasons(match).find(({ code }) => code === 'remedy')
      return remedy ? [[seq, remedy.text] as const] : []
    }),
  )
}
