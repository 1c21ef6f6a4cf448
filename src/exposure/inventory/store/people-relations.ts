import { sql, type Transaction } from 'kysely'
import { err, type Instant, ok, problem, type Result } from '#core/kernel'
import { type AssetKind, type RelationKind, relationRule } from '#core/vocabulary'
import { type AssetId, type RelationId, relationIdOf } from '../identity.ts'
import { lockRelations, refreshRelations } from './refresh-relations.ts'

/** A relation that a person states. */
export interface RelationByHand {
  from: AssetId
  kind: RelationKind
  to: AssetId
}

/** Who says so, where and when. */
export interface RelationSpeaker {
  workspaceId: string
  by: string
  at: Instant
}

/**
 * Records that a person states a relation; to say it again changes nothing. Problems: `not-found` (no such asset here),
 * `no-such-relation` (none of that kind joins them).
 */
export async function stateRelation<Tables>(
  work: Transaction<Tables>,
  { workspaceId, by, at }: RelationSpeaker,
  { from, kind, to }: RelationByHand,
): Promise<Result<{ id: RelationId }>> {
  const kinds = await kindsOf(work, [from, to])
  const [fromKind, toKind] = [kinds.get(from), kinds.get(to)]
  if (!fromKind || !toKind) return err(problem('not-found', 'there is no such asset in this workspace'))
  if (from === to || !relationRule(kind, fromKind, toKind))
    return err(
      problem('no-such-relation', `no relation "${kind}" leads from ${article(fromKind)} to ${article(toKind)}`),
    )
  const id = relationIdOf(from, kind, to)
  await sql`insert into relation (workspace_id, id, kind, from_id, to_id, first_seen, last_seen)
    values (${workspaceId}, ${id}, ${kind}, ${from}, ${to}, ${at}, ${at}) on conflict do nothing`.execute(work)
  await sql`insert into relation_statement (workspace_id, relation_id, source, said_by, basis, confidence, said_at)
    values (${workspaceId}, ${id}, ${sourceOf(by)}, ${by}, 'stated', 100, ${at}) on conflict do nothing`.execute(work)
  await lockRelations(work, [id])
  await refreshRelations(work, [id])
  return ok({ id })
}

/**
 * Takes back what a person said of a relation. What imports state stays. Problem `not-found`: nobody said it, or
 * somebody else did.
 * @param anybodys takes back what anybody said
 */
export async function withdrawRelation<Tables>(
  work: Transaction<Tables>,
  { by }: Pick<RelationSpeaker, 'by'>,
  { assetId, relationId }: { assetId: string; relationId: string },
  { anybodys = false } = {},
): Promise<Result<{ saidBy: string[]; kind: string; from: string; to: string }>> {
  await lockRelations(work, [relationId])
  const { rows } = await sql<{ said_by: string; kind: string; from_id: string; to_id: string }>`
    delete from relation_statement s using relation r
    where s.relation_id = ${relationId} and r.id = s.relation_id and ${assetId} in (r.from_id, r.to_id)
      and s.source like 'person:%' and (${anybodys} or s.source = ${sourceOf(by)})
    returning s.said_by, r.kind, r.from_id, r.to_id`.execute(work)
  const [first] = rows
  if (!first)
    return err(
      problem(
        'not-found',
        'you have stated no such relation: those of imports end when the import no longer states them',
      ),
    )
  await refreshRelations(work, [relationId])
  return ok({ saidBy: rows.map((row) => row.said_by), kind: first.kind, from: first.from_id, to: first.to_id })
}

function sourceOf(by: string): string {
  return `person:${by}`
}

function article(kind: AssetKind): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`
}

async function kindsOf<Tables>(work: Transaction<Tables>, ids: readonly string[]): Promise<Map<string, AssetKind>> {
  const { rows } = await sql<{ id: string; kind: AssetKind }>`
    select id, kind from asset where id = any(${ids}::text[])`.execute(work)
  return new Map(rows.map(({ id, kind }) => [id, kind]))
}
