/** A list that can be sorted, shaped, saved and written as a file. */
export interface ListShape {
  name: 'findings' | 'fix-actions' | 'assets' | 'vulnerabilities'
  /** Orders by the API's word, the first is the usual one; empty: there is but one. */
  sorts: Readonly<Record<string, string>>
  /** Columns that may be left out, by their word. */
  columns: Readonly<Record<string, string>>
  /** Those not shown until somebody chooses them. */
  hidden: readonly string[]
  formats: Readonly<Record<string, string>>
}

const table = { csv: 'CSV', json: 'JSON' }

export const findingList: ListShape = {
  name: 'findings',
  sorts: {
    decision: 'Most urgent first',
    due: 'Due first',
    newest: 'Newest first',
    oldest: 'Oldest first',
    epss: 'EPSS',
    cvss: 'CVSS',
    asset: 'Asset',
  },
  columns: {
    why: 'Why',
    evidence: 'Evidence',
    asset: 'Asset',
    owner: 'Owner',
    assignee: 'Assignee',
    seen: 'First seen',
    due: 'Due',
  },
  hidden: ['owner', 'assignee', 'seen'],
  formats: { ...table, sarif: 'SARIF 2.1.0', cyclonedx: 'CycloneDX VEX' },
}

export const fixActionList: ListShape = {
  name: 'fix-actions',
  sorts: { decision: 'Most urgent first', findings: 'Most findings first' },
  columns: { why: 'Why', evidence: 'Evidence', closes: 'Closes', due: 'Due' },
  hidden: [],
  formats: table,
}

export const assetList: ListShape = {
  name: 'assets',
  sorts: {},
  columns: { exposure: 'Exposure', owner: 'Owner', open: 'Open findings', seen: 'Last seen' },
  hidden: ['seen'],
  formats: table,
}

export const vulnerabilityList: ListShape = {
  name: 'vulnerabilities',
  sorts: {
    decision: 'Most urgent first',
    findings: 'Most findings first',
    epss: 'EPSS',
    cvss: 'CVSS',
    newest: 'Newest here first',
  },
  columns: { evidence: 'Evidence', fix: 'Fix known', where: 'Where', seen: 'First seen', due: 'Due' },
  hidden: ['seen'],
  formats: table,
}
