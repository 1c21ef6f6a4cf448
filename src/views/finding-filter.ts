import { type RawBuilder, sql } from 'kysely'
import { type Filter, type FilterTerm, parseFilter } from '#contract'

type Condition = RawBuilder<unknown>

/** Each filter key as the SQL text it compares; `f` is the finding, `a` its asset. */
export const findingColumns: Readonly<Record<string, RawBuilder<string>>> = {
  decision: sql`f.urgency`,
  exposure: sql`a.exposure`,
  kev: sql`case when f.kev then 'yes' else 'no' end`,
  exploitation: sql`replace(f.exploitation, 'public poc', 'poc')`,
  verdict: sql`f.verdict`,
  basis: sql`f.basis`,
  fix: sql`case when f.fixed_version is null then 'no' else 'yes' end`,
  ecosystem: sql`coalesce(split_part(f.ecosystem, ':', 1), 'none')`,
  asset: sql`a.name`,
  owner: sql`coalesce(a.owner, 'none')`,
  criticality: sql`a.criticality`,
  state: sql`f.state`,
}

/** Conditions of a findings filter; open findings only, unless the filter speaks of state. `except` leaves one key out. */
export function findingConditions(source: string, except?: string): Condition {
  const filter = parseFilter(source)
  const terms = filter.terms.filter((term) => term.key !== except).map(termCondition)
  const state = filter.terms.some((term) => term.key === 'state') ? [] : [sql`f.state = 'open'`]
  return sql.join([sql`true`, ...state, ...terms, ...textConditions(filter)], sql` and `)
}

function termCondition(term: FilterTerm): Condition {
  if (term.key === 'state' && term.values.includes('any')) return sql`true`
  if (term.key === 'asset') return signed(term, sql`(a.name = any (${term.values}) or a.id = any (${term.values}))`)
  const column = findingColumns[term.key]
  if (!column) return sql`false`
  return signed(term, sql`lower(${column}) = any (${term.values.map((value) => value.toLowerCase())})`)
}

function signed(term: FilterTerm, condition: Condition): Condition {
  return term.not ? sql`not ${condition}` : condition
}

/** Every word must appear in the title, the vulnerability, the component or the asset. */
function textConditions({ text }: Filter): Condition[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 10)
    .map((word) => {
      const like = `%${word.replace(/[\\%_]/g, '\\$&')}%`
      return sql`concat_ws(' ', f.title, f.vulnerability_id, f.component_name, f.component_version, a.name) ilike ${like}`
    })
}
