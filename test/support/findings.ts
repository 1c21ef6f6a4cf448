import { type RawBuilder, sql } from 'kysely'
import type { Database } from '#platform/database'

const BATCH = 20_000

/** A number below `below` that depends on the finding's number and on what it is for, and on nothing else. */
function drawn(purpose: number, below: number, number: RawBuilder<unknown> = sql`i`): RawBuilder<number> {
  return sql`((hashint8extended(${number}::bigint, ${sql.lit(purpose)}) & 2147483647) % ${sql.lit(below)})::int`
}

function word(purpose: number, words: readonly string[], number?: RawBuilder<unknown>): RawBuilder<string> {
  const list = sql.join(words.map((one) => sql.lit(one)))
  return sql`(array[${list}])[1 + ${drawn(purpose, words.length, number)}]`
}

/** Assets `asset-0` …, each with independent facts, as a large organisation has them. */
export async function seedAssets(database: Database, workspaceId: string, count: number): Promise<void> {
  await database.inWorkspace(workspaceId, (work) =>
    sql`insert into asset (workspace_id, id, kind, natural_key, name, owner, criticality, environment, exposure,
        exposure_basis, tags, first_seen, last_seen, last_digest)
      select ${workspaceId}, 'asset-' || i, 'application', 'asset-' || i, 'service ' || i,
        case when ${drawn(1, 3)} > 0 then 'team-' || ${drawn(2, 40)} end,
        ${word(3, ['critical', 'high', 'medium', 'low', 'unknown'])}, 'production',
        ${word(4, ['internet', 'internal', 'isolated', 'unknown'])}, ${word(5, ['stated', 'assumed'])},
        case when ${drawn(6, 3)} > 0 then array['PCI', 'zone ' || ${drawn(7, 4)}] else '{}' end,
        now() - interval '90 days', now(), ''
      from generate_series(0, ${count - 1}) i
      on conflict do nothing`.execute(work),
  )
}

/** Findings `from` … `from + count - 1` over the first `assets` assets, every attribute drawn for itself. */
export async function seedFindings(
  database: Database,
  workspaceId: string,
  { assets, count, from = 0 }: { assets: number; count: number; from?: number },
): Promise<void> {
  const urgency = drawn(10, 100)
  for (let start = from; start < from + count; start += BATCH) {
    const end = Math.min(start + BATCH, from + count) - 1
    await database.inWorkspace(workspaceId, (work) =>
      sql`insert into finding (workspace_id, id, asset_id, vulnerability_id, component_key, title, state, verdict, method,
          source, record_id, ecosystem, component_name, component_version, fixed_version, urgency, outcome,
          outcome_label, decision_table, basis, why, rank, kev, exploitation, cvss, epss, epss_change, fix_state, priority, match, first_seen,
          last_seen, priority_since, resolved_at, due_at, digest)
        select ${workspaceId}, 'finding-' || i, 'asset-' || ${drawn(11, assets)}, cve, 'pkg:' || name, cve || ' in ' || name,
          case when ${drawn(12, 10)} = 0 then 'resolved' else 'open' end,
          ${word(13, ['affected', 'affected', 'affected', 'likely-affected', 'likely-fixed'])}, 'ecosystem', 'osv', cve,
          ${word(14, ['npm', 'PyPI', 'Maven', 'Go', 'Debian:12', 'Alpine:v3.20', 'RubyGems', 'Packagist'])}, name,
          '1.' || ${drawn(15, 30)} || '.' || ${drawn(16, 10)}, case when ${drawn(17, 4)} > 0 then '2.0.0' end,
          urgency, urgency, urgency, 'bod-26-04',
          ${word(18, ['observed', 'stated', 'inferred', 'assumed'])}, 'because it is',
          case urgency when 'now' then 3 when 'soon' then 2 when 'scheduled' then 1 else 0 end * 1000000::bigint
            + ${drawn(19, 1_000_000)},
          nullif(${drawn(20, 50)}, 1) = 0, ${word(21, ['none', 'none', 'none', 'public poc', 'weaponised', 'active'])},
          ${drawn(22, 100)} / 10.0, ${drawn(23, 1_000)} / 1000.0, 0.01, 'fixed', '{}', '{}',
          now() - ${drawn(24, 8_000)} * interval '15 minutes', now(), now() - ${drawn(25, 8_000)} * interval '15 minutes',
          case when ${drawn(12, 10)} = 0 then now() - ${drawn(30, 4_000)} * interval '15 minutes' end,
          case when urgency in ('now', 'soon') then now() + (${drawn(26, 4_000)} - 1000) * interval '15 minutes' end, ''
        from (select i, 'CVE-' || 2080 + ${drawn(27, 16)} || '-' || 1000 + ${drawn(28, 20_000)} as cve,
            'package-' || ${drawn(29, 4_000)} as name,
            case when ${urgency} < 2 then 'now' when ${urgency} < 10 then 'soon' when ${urgency} < 40 then 'scheduled'
              else 'defer' end as urgency
          from generate_series(${start}::bigint, ${end}::bigint) i) drawn
        on conflict do nothing`.execute(work),
    )
  }
}
