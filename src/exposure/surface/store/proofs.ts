import { type RawBuilder, sql, type Transaction } from 'kysely'
import { type OwnershipProof, proofReasons } from '../ownership-proof.ts'

/** The strongest first. */
const strongest = ['proven', 'attested', 'stated'] as const satisfies readonly OwnershipProof[]

/** What a reason says by itself of why an asset is owned; `null` where it rests on another asset. */
export function proofSaid(standing: RawBuilder<unknown>, reason: RawBuilder<unknown>): RawBuilder<string | null> {
  const cases = strongest.map((proof) => {
    const { itself, below } = proofReasons[proof]
    const ends = below.map((words) => `%, ${words}`)
    return sql`when ${reason} = any(${itself}::text[]) or ${reason} like any(${ends}::text[]) then ${proof}`
  })
  return sql`case when ${standing} <> 'owned' then 'none' ${sql.join(cases, sql` `)} end`
}

/** `Found on 192.0.2.7`, `Registered example.com`, `Lies in example.com, which is owned` */
const SUBJECT = '^(?:Found on|Registered|Lies in) ([^ ,]+)'

/**
 * Notes what shows that each owned asset is ours: what its reason says; else the best of the assets that it rests on, which
 * are those that its reason names and of an address its names. What rests on nothing that is known was only stated.
 */
export async function noteProofs<Tables>(work: Transaction<Tables>): Promise<void> {
  await sql`with recursive said as materialized (
      select s.workspace_id, s.asset_id, a.kind, a.name, s.reason, s.places, s.gone_at,
        ${proofSaid(sql`s.standing`, sql`s.reason`)} as proof
      from surface_asset s join asset a on a.workspace_id = s.workspace_id and a.id = s.asset_id
    ), rests as materialized (
      select d.asset_id as id, t.asset_id as "on" from said d join said t
        on t.workspace_id = d.workspace_id and t.name = substring(d.reason from ${SUBJECT}) where d.proof is null
      union
      select d.asset_id, n.asset_id from said n cross join lateral unnest(n.places) place
        join said d on d.workspace_id = n.workspace_id and d.asset_id = place and d.proof is null
      where n.kind in ('domain', 'hostname') and n.gone_at is null
    ), shown (id, proof) as (
      select asset_id, proof from said where proof <> 'none'
      union
      select r.id, k.proof from shown k join rests r on r."on" = k.id
    ), best as (
      select id, min(array_position(${strongest}::text[], proof)) as place from shown group by id
    )
    update surface_asset s set proof = n.proof from (
      select d.workspace_id, d.asset_id, coalesce(d.proof, (${strongest}::text[])[b.place], 'stated') as proof
      from said d left join best b on b.id = d.asset_id
    ) n
    where n.workspace_id = s.workspace_id and n.asset_id = s.asset_id and s.proof <> n.proof`.execute(work)
}
