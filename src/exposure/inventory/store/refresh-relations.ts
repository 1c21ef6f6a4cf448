import { sql, type Transaction } from 'kysely'

/** In the order of their ids: whoever changes several waits in one direction. The next statement sees what others wrote. */
export async function lockRelations<Tables>(work: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await sql`select from relation where id = any(${ids}::text[]) order by id for update`.execute(work)
}

/** Of each witness its latest complete import decides, and what came in after it; what a person says stands until it is taken back. */
const stands = sql`(s.import_id is null or not exists (
  select from import i join import later on later.asset_id = i.asset_id and later.witness = i.witness and later.complete
    and (later.stated_at, later.content_digest) > (i.stated_at, i.content_digest)
  where i.id = s.import_id))`

/**
 * Brings relations to what their statements say. A relation is present while one of them stands; one without any
 * statement is no more. Whoever calls has locked them.
 */
export async function refreshRelations<Tables>(work: Transaction<Tables>, ids: readonly string[]): Promise<void> {
  await sql`with said as (
      select s.relation_id, min(s.said_at) as first_seen, max(s.said_at) as last_seen,
        coalesce(max(s.confidence) filter (where ${stands}), 0) as confidence
      from relation_statement s where s.relation_id = any(${ids}::text[]) group by 1
    )
    update relation r set first_seen = said.first_seen, last_seen = said.last_seen, confidence = said.confidence,
      present = said.confidence > 0
    from said where r.id = said.relation_id and (r.first_seen, r.last_seen, r.confidence, r.present)
      is distinct from (said.first_seen, said.last_seen, said.confidence, said.confidence > 0)`.execute(work)
  await sql`delete from relation r where r.id = any(${ids}::text[])
    and not exists (select from relation_statement s where s.relation_id = r.id)`.execute(work)
}
