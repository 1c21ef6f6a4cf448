import { sql, type Transaction } from 'kysely'
import { jsonForPostgres } from '#platform/database'
import { type Judged, type Restood, restand, type StoodAsset } from '../restand.ts'
import { noteProofs } from './proofs.ts'
import { readScope } from './scope.ts'

/**
 * Lets what people say hold for what was seen before: after every change of the scope, in its transaction, so that nobody
 * waits for the next run. @returns how many assets became another's
 */
export async function restandSurface<Tables>(work: Transaction<Tables>): Promise<number> {
  const { rows } = await sql<StoodSql>`select a.id, a.kind, a.name, s.standing, s.confidence, s.reason, s.unruled,
      s.path -> -1 as step
    from surface_asset s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
    order by s.distance, a.id for update of s`.execute(work)
  if (rows.length === 0) return 0
  const { rows: resolved } = await sql<{ name: string; addresses: string[] }>`select value ->> 'name' as name,
      value -> 'values' as addresses
    from observation where kind = 'records' and gone_at is null and value ->> 'type' in ('A', 'AAAA')`.execute(work)
  const moved = restand(rows.map(stoodOf), { scope: await readScope(work), resolved })
  if (moved.length > 0) {
    await keep(work, moved)
    await noteProofs(work)
  }
  return moved.length
}

interface StoodSql extends Judged {
  id: string
  kind: StoodAsset['asset']['kind']
  name: string
  unruled: Judged | null
  step: { from: StoodAsset['asset']; to: StoodAsset['asset'] } | null
}

function stoodOf({ kind, name, step, ...rest }: StoodSql): StoodAsset {
  const isEnd = step?.to.kind === kind && step.to.name === name
  return { ...rest, asset: { kind, name }, from: step ? (isEnd ? step.from : step.to) : null }
}

async function keep<Tables>(work: Transaction<Tables>, moved: readonly Restood[]): Promise<void> {
  await sql`update surface_asset s set standing = m.standing, confidence = m.confidence, reason = m.reason,
      unruled = m.unruled
    from jsonb_to_recordset(${jsonForPostgres(moved)}::jsonb)
      as m (id text, standing text, confidence smallint, reason text, unruled jsonb)
    where s.asset_id = m.id`.execute(work)
}
