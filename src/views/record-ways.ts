import { type RawBuilder, sql } from 'kysely'
import { type RelationKind, relationWords } from '#core/vocabulary'
import { techniqueWords } from './surface-words.ts'

/** Types of record whose last word is a name that they lead to, the most telling first. */
const types = { CNAME: 'dns-cname', NS: 'dns-ns', MX: 'dns-mx', SRV: 'dns-srv', HTTPS: 'dns-https' } as const

/**
 * By which record a `dns_record` leads from a name to another, as the technique that reads it; `dns-named`: by one that says
 * no more. Null where it leads to an address, and of every other relation.
 */
export function recordWaySql(
  kind: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  to: RawBuilder<unknown>,
): RawBuilder<string | null> {
  return sql`case when ${kind} = 'dns_record' and (select t.kind <> 'ip-address' from asset t where t.id = ${to}) then coalesce(
    (select ${sql.lit(JSON.stringify(types))}::jsonb ->> (o.value ->> 'type') from observation o
      join asset t on t.id = ${to} cross join lateral jsonb_array_elements_text(o.value -> 'values') as said (text)
    where o.asset_id = ${from} and o.kind = 'records' and o.gone_at is null
      and o.value ->> 'type' = any (${Object.keys(types)}::text[])
      and right(' ' || lower(said.text), length(t.natural_key) + 1) = ' ' || t.natural_key
    order by array_position(${Object.keys(types)}::text[], o.value ->> 'type') limit 1), 'dns-named') end`
}

/** How a relation reads from either end: `has its mail taken by`, and from there `takes the mail of`. */
export function wayWords(kind: RelationKind, way: string | null, direction: 'out' | 'in'): string {
  if (way === null) return relationWords[kind][direction]
  return (direction === 'out' ? techniqueWords[way] : inward[way]) ?? relationWords[kind][direction]
}

const inward: Readonly<Record<string, string>> = {
  'dns-cname': 'has the alias',
  'dns-mx': 'takes the mail of',
  'dns-ns': 'is a name server of',
  'dns-srv': 'is in the service record of',
  'dns-https': 'is in the HTTPS record of',
  'dns-named': 'is named in the DNS records of',
}
