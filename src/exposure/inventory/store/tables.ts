import type { ColumnType, Generated } from 'kysely'
import type { Outcome } from '#core/kernel'
import type {
  AssetKind,
  Basis,
  ComponentEvidence,
  Criticality,
  Distribution,
  Environment,
  Exposure,
  ReportedVulnerability,
  StatedFinding,
  Subject,
  UpstreamPackage,
  VexStatement,
} from '#core/vocabulary'

type Time = ColumnType<Date, string, string>
type Json<T> = ColumnType<T, string, string>

/** Tables of this module, as the migrations make them. */
export type InventoryTables = {
  asset: AssetTable
  import: ImportTable
  component: ComponentTable
  import_component: ImportComponentTable
}

interface AssetTable {
  workspace_id: string
  id: string
  kind: AssetKind
  natural_key: string
  name: string
  renamed_from: string | null
  owner: string | null
  criticality: Criticality
  environment: Environment
  exposure: Exposure
  exposure_basis: Basis
  exposure_by: string | null
  exposure_at: ColumnType<Date | null, string | null, string | null>
  tags: string[]
  distribution: Json<Distribution> | null
  first_seen: Time
  last_seen: Time
  last_digest: string
  /** Counts what people state of it, with who and when at last. */
  version: Generated<number>
  changed_by: string | null
  changed_at: ColumnType<Date | null, string | null, string | null>
}

interface ImportTable {
  workspace_id: string
  id: string
  asset_id: string
  witness: string
  importer: string
  format: string
  file_name: string
  content_digest: string
  tool: string | null
  subject: Json<Subject>
  stated_at: Time
  imported_at: Time
  imported_by: string | null
  component_count: number
  outcome: Json<Outcome>
  vex: Json<VexStatement[]>
  /** Only a complete run takes back what earlier ones of its witness said. */
  complete: boolean
  reported: Json<ReportedVulnerability[]> | null
  stated: Json<StatedFinding[]> | null
}

interface ComponentTable {
  workspace_id: string
  id: string
  asset_id: string
  purl: string | null
  cpes: string[]
  name: string
  namespace: string | null
  version: string | null
  type: string | null
  ecosystem: string | null
  distribution: Json<Distribution> | null
  upstream: Json<UpstreamPackage[]>
  module: string | null
  licences: string[]
  location: string
  scope: 'runtime' | 'development' | 'optional' | null
  first_seen: Time
  last_seen: Time
  last_digest: string
  present: boolean
}

interface ImportComponentTable {
  workspace_id: string
  import_id: string
  component_id: string
  evidence: Json<ComponentEvidence[]>
  depends_on: string[]
}
