import { sql } from 'kysely'
import type { FindingRow } from '#contract'
import { dueAt, epssChangeNow, epssNow, rankNow } from './finding-filter.ts'

/** Columns of a finding's row, of what `findingTables` joins. */
export const findingRowColumns = sql`f.id, f.kind, f.title, f.vulnerability_id, f.rule_id, f.severity, f.location, f.component_name, f.component_version, f.other_versions,
  f.ecosystem, f.fixed_version, f.fix_state, f.urgency, f.outcome_label, f.basis, f.why, f.verdict, f.method, f.kev, f.exploitation,
  f.cvss, ${epssNow} as epss, ${epssChangeNow} as epss_change, f.state, f.first_seen, ${dueAt} as due_at, ${rankNow} as rank,
  a.id as asset_id, a.name as asset_name, a.kind as asset_kind, a.exposure, a.exposure_basis, a.owner, a.criticality,
  w.assignee, w.team, w.progress, w.claimed_at, w.claimed_by`

export interface FindingSql {
  id: string
  kind: string
  title: string
  vulnerability_id: string | null
  rule_id: string | null
  severity: string | null
  location: string
  component_name: string
  component_version: string | null
  other_versions: string[] | null
  ecosystem: string | null
  fixed_version: string | null
  fix_state: string
  urgency: FindingRow['urgency']
  outcome_label: string
  basis: FindingRow['basis']
  why: string
  verdict: FindingRow['verdict']
  method: FindingRow['method']
  kev: boolean | null
  exploitation: FindingRow['exploitation']
  cvss: number | null
  epss: number | null
  epss_change: number | null
  state: FindingRow['state']
  first_seen: Date
  due_at: Date | null
  rank: number
  asset_id: string
  asset_name: string
  asset_kind: string
  exposure: FindingRow['asset']['exposure']
  exposure_basis: FindingRow['basis']
  owner: string | null
  criticality: FindingRow['asset']['criticality']
  assignee: string | null
  team: string | null
  progress: FindingRow['progress']
  claimed_at: Date | null
  claimed_by: string | null
}

export function findingRowOf(row: FindingSql): FindingRow {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    vulnerabilityId: row.vulnerability_id,
    ruleId: row.rule_id,
    severity: row.severity,
    asset: {
      id: row.asset_id,
      name: row.asset_name,
      kind: row.asset_kind,
      exposure: row.exposure,
      exposureBasis: row.exposure_basis,
      owner: row.owner,
      criticality: row.criticality,
    },
    component: {
      name: row.component_name,
      version: row.component_version,
      otherVersions: row.other_versions ?? [],
      ecosystem: row.ecosystem,
    },
    location: row.location,
    fixedVersion: row.fixed_version,
    fixState: row.fix_state,
    urgency: row.urgency,
    outcomeLabel: row.outcome_label,
    basis: row.basis,
    why: row.why,
    verdict: row.verdict,
    method: row.method,
    kev: row.kev,
    exploitation: row.exploitation,
    cvss: row.cvss,
    epss: row.epss,
    epssChange30d: row.epss_change,
    state: row.state,
    assignee: row.assignee,
    team: row.team,
    progress: row.progress,
    claimed: row.claimed_at && { at: row.claimed_at.toISOString(), by: row.claimed_by ?? '' },
    firstSeen: row.first_seen.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
  }
}
