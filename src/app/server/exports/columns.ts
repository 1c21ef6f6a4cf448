import type { AssetRow, FindingRow, FixActionRow, ImportRow, VulnerabilityRow } from '#contract'
import type { Person } from '#contract/people'
import { versionList } from '#core/version-words'
import type { CsvValue } from '../csv.ts'

/** A column of a table: its heading, which with hyphens is also its word in the API, and what a row has there. */
export type Column<Row> = readonly [string, (row: Row) => CsvValue]

/** An empty cell would read as no. */
function kevWord({ kev }: Pick<FindingRow, 'kev'>): CsvValue {
  return kev ?? 'unknown'
}

export const findingColumns: readonly Column<FindingRow>[] = [
  ['decision', (row) => row.urgency],
  ['outcome', (row) => row.outcomeLabel],
  ['basis', (row) => row.basis],
  ['kind', (row) => row.kind],
  ['vulnerability', (row) => row.vulnerabilityId],
  ['rule', (row) => row.ruleId],
  ['title', (row) => row.title],
  ['asset', (row) => row.asset.name],
  ['exposure', (row) => row.asset.exposure],
  ['owner', (row) => row.asset.owner],
  ['component', (row) => row.component.name],
  ['version', ({ component }) => versionList(component.version, component.otherVersions)],
  ['ecosystem', (row) => row.component.ecosystem],
  ['location', (row) => row.location],
  ['fixed version', (row) => row.fixedVersion],
  ['verdict', (row) => row.verdict],
  ['why', (row) => row.why],
  ['kev', (row) => kevWord(row)],
  ['exploitation', (row) => row.exploitation],
  ['epss', (row) => row.epss],
  ['cvss', (row) => row.cvss],
  ['severity stated by the tool', (row) => row.severity],
  ['state', (row) => row.state],
  ['assignee', (row) => row.assignee],
  ['team', (row) => row.team],
  ['progress', (row) => (row.claimed ? 'claimed fixed, not seen yet' : row.progress)],
  ['first seen', (row) => row.firstSeen],
  ['due', (row) => row.dueAt],
  ['finding', (row) => row.id],
]

export const assetColumns: readonly Column<AssetRow>[] = [
  ['asset', (row) => row.name],
  ['kind', (row) => row.kind],
  ['owner', (row) => row.owner],
  ['criticality', (row) => row.criticality],
  ['environment', (row) => row.environment],
  ['tags', (row) => row.tags.join(', ')],
  ['exposure', (row) => row.exposure],
  ['exposure basis', (row) => row.exposureBasis],
  ['exposure by', (row) => row.exposureBy],
  ['components', (row) => row.components],
  ['not judged', (row) => row.unjudged],
  ['now', (row) => row.open.now],
  ['soon', (row) => row.open.soon],
  ['scheduled', (row) => row.open.scheduled],
  ['defer', (row) => row.open.defer],
  ['last seen', (row) => row.lastSeen],
]

export const importColumns: readonly Column<ImportRow>[] = [
  ['file', (row) => row.fileName],
  ['format', (row) => row.format],
  ['tool', (row) => row.tool],
  ['asset', (row) => row.assetName],
  ['components', (row) => row.components],
  ['left out', (row) => row.dropped.reduce((sum, { count }) => sum + count, 0)],
  ['components came', (row) => row.effects?.came ?? null],
  ['components went', (row) => row.effects?.went ?? null],
  ['findings opened', (row) => row.effects?.opened ?? null],
  ['findings reopened', (row) => row.effects?.reopened ?? null],
  ['findings resolved', (row) => row.effects?.resolved ?? null],
  ['stated', (row) => row.statedAt],
  ['imported', (row) => row.importedAt],
  ['by', (row) => row.importedBy],
  ['import', (row) => row.id],
]

export const personColumns: readonly Column<Person>[] = [
  ['name', (row) => row.name],
  ['role', (row) => row.role],
  ['state', (row) => (row.disabled ? 'suspended' : 'active')],
  ['runs the instance', (row) => row.runsInstance],
  ['role from the identity provider', (row) => row.fromProvider],
  ['second factor', (row) => row.secondFactor],
  ['joined', (row) => row.joinedAt],
  ['last seen', (row) => row.seenAt],
]

export const vulnerabilityColumns: readonly Column<VulnerabilityRow>[] = [
  ['vulnerability', (row) => row.id],
  ['title', (row) => row.title],
  ['decision', (row) => row.urgency],
  ['basis', (row) => row.basis],
  ['why', (row) => row.why],
  ['component', (row) => row.component],
  ['findings', (row) => row.findings],
  ['assets', (row) => row.assets],
  ['fix known for', (row) => row.fixable],
  ['kev', (row) => kevWord(row)],
  ['exploitation', (row) => row.exploitation],
  ['epss', (row) => row.epss],
  ['cvss', (row) => row.cvss],
  ['first seen', (row) => row.firstSeen],
  ['due', (row) => row.dueAt],
]

export const fixActionColumns: readonly Column<FixActionRow>[] = [
  ['component', (row) => row.component.name],
  ['ecosystem', (row) => row.component.ecosystem],
  ['change', (row) => row.kind],
  ['to version', (row) => row.version],
  ['first step', (row) => row.firstStep?.version ?? null],
  ['from versions', (row) => row.fromCount],
  ['decision', (row) => row.urgency],
  ['basis', (row) => row.worst.basis],
  ['findings', (row) => row.findings],
  ['vulnerabilities', (row) => row.vulnerabilities],
  ['assets', (row) => row.assets],
  ['claimed fixed', (row) => row.claimed],
  ['now', (row) => row.open.now],
  ['soon', (row) => row.open.soon],
  ['scheduled', (row) => row.open.scheduled],
  ['defer', (row) => row.open.defer],
  ['due', (row) => row.dueAt],
  ['why', (row) => row.worst.why],
  ['kev', (row) => kevWord(row.worst)],
  ['exploitation', (row) => row.worst.exploitation],
  ['epss', (row) => row.worst.epss],
  ['cvss', (row) => row.worst.cvss],
  ['action', (row) => row.id],
]
