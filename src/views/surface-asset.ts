import { sql, type Transaction } from 'kysely'
import type { SurfaceAssetDetail } from '#contract/surface'
import { readScope } from '#exposure/surface/store'
import type { Database, NoTables } from '#platform/database'
import { changesOf } from './surface-changes.ts'
import { looksAt } from './surface-look.ts'
import { readNeighbours } from './surface-neighbours.ts'
import { pathsTo } from './surface-paths.ts'
import { readProofs } from './surface-proofs.ts'
import {
  type SurfacePlace,
  type SurfaceRowSql,
  type SurfaceSubject,
  surfaceColumnsSql,
  surfaceRowOf,
  surfaceTables,
} from './surface-rows.ts'
import { readSeen } from './surface-seen.ts'

type Work = Transaction<NoTables>

const MOST_CHANGES = 100

/** One asset with all that was seen of it; `undefined`: discovery never saw it here. */
export async function readSurfaceAsset(
  database: Database,
  workspaceId: string,
  id: string,
): Promise<SurfaceAssetDetail | undefined> {
  return database.inWorkspace(workspaceId, async (work) => {
    const { rows } = await sql<SurfaceRowSql & { key: string; placeIds: string[] }>`
      select ${surfaceColumnsSql}, a.natural_key as key, s.places as "placeIds" from ${surfaceTables}
      where a.id = ${id}`.execute(work)
    const [row] = rows
    if (!row) return undefined
    const { key, placeIds, ...own } = row
    const shown = surfaceRowOf(own)
    const { kind, name, standing, confidence, reason } = shown
    const places = [{ id, kind, name }, ...(await namedOf(work, placeIds)).filter((place) => place.id !== id)]
    const subject: SurfaceSubject = { id, kind, name, naturalKey: key, standing, confidence, reason, places }
    const scope = await readScope(work)
    const paths = await pathsTo(work, subject, own.path)
    return {
      ...shown,
      places,
      looks: looksAt(subject, scope),
      proofs: await readProofs(work, subject, scope, paths.path),
      ...paths,
      ruling: await rulingOf(work, subject),
      ...(await readSeen(work, subject)),
      neighbours: await readNeighbours(work, subject),
      changes: await changesOf(work, sql`c.asset_id = ${id}`, MOST_CHANGES),
    }
  })
}

async function namedOf(work: Work, ids: readonly string[]): Promise<SurfacePlace[]> {
  const { rows } =
    await sql<SurfacePlace>`select id, kind, name from asset where id = any (${ids}::text[]) order by name`.execute(
      work,
    )
  return rows
}

/** What a person said of the asset itself; a name may have been called a domain or a host then. */
async function rulingOf(work: Work, { kind, naturalKey }: SurfaceSubject): Promise<SurfaceAssetDetail['ruling']> {
  const kinds = kind === 'domain' || kind === 'hostname' ? ['domain', 'hostname'] : [kind]
  const { rows } = await sql<
    NonNullable<SurfaceAssetDetail['ruling']>
  >`select kind || ':' || natural_key as id, standing, branch, reason,
    made_by as "madeBy", instant_text(made_at) as "madeAt" from scope_ruling
    where kind = any (${kinds}::text[]) and natural_key = ${naturalKey} order by kind limit 1`.execute(work)
  return rows[0] ?? null
}
