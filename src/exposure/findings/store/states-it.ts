import { type RawBuilder, sql } from 'kysely'

/**
 * Whether the report of an import `i` states a finding `f` that is in no component: its rule, or its vulnerability under
 * any of its names, at its place. What the tool itself suppresses or calls fixed it does not state.
 */
export const statesIt: RawBuilder<unknown> = sql`exists (
  select from jsonb_array_elements(i.stated) s
  where s->>'kind' = f.kind and s->>'location' = f.location and s->>'state' = 'open'
    and (concat_ws(':', s->>'tool', s->>'ruleId') = f.rule_id or s->>'ruleId' = any (f.vulnerability_id || f.aliases)
      or s->'vulnerabilityIds' ?| (f.vulnerability_id || f.aliases)))`
