/** A list that can be sorted, shaped, saved and written as a file. */
export interface ListShape {
  name: 'findings' | 'fix-actions' | 'assets' | 'surface' | 'vulnerabilities' | 'imports' | 'people' | 'audit'
  /** Orders by the API's word, the first is the usual one; empty: there is but one. */
  sorts: Readonly<Record<string, string>>
  /** Columns that may be left out, by their word. */
  columns: Readonly<Record<string, string>>
  /** Those not shown until somebody chooses them. */
  hidden: readonly string[]
  formats: Readonly<Record<string, string>>
  /** Words of the file's columns that say what a row always says, and what each of its columns says. */
  exported: { always: readonly string[] } & Readonly<Record<string, readonly string[]>>
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
    team: 'Team',
    seen: 'First seen',
    due: 'Due',
  },
  hidden: ['owner', 'assignee', 'team', 'seen'],
  formats: { ...table, sarif: 'SARIF 2.1.0', cyclonedx: 'CycloneDX VEX' },
  exported: {
    always: [
      'decision',
      'basis',
      'title',
      'vulnerability',
      'component',
      'version',
      'location',
      'fixed-version',
      'verdict',
    ],
    why: ['why'],
    evidence: ['kev', 'exploitation', 'epss', 'cvss'],
    asset: ['asset', 'exposure'],
    owner: ['owner'],
    assignee: ['assignee'],
    team: ['team'],
    seen: ['first-seen'],
    due: ['due'],
  },
}

export const fixActionList: ListShape = {
  name: 'fix-actions',
  sorts: { decision: 'Most urgent first', findings: 'Most findings first' },
  columns: { why: 'Why', evidence: 'Evidence', closes: 'Closes', due: 'Due' },
  hidden: [],
  formats: table,
  exported: {
    always: ['decision', 'basis', 'component', 'ecosystem', 'change', 'to-version', 'first-step', 'from-versions'],
    why: ['why'],
    evidence: ['kev', 'exploitation', 'epss', 'cvss'],
    closes: ['findings', 'vulnerabilities', 'assets', 'claimed-fixed', 'now', 'soon', 'scheduled', 'defer'],
    due: ['due'],
  },
}

export const assetList: ListShape = {
  name: 'assets',
  sorts: {
    decision: 'Most urgent finding first',
    open: 'Most findings first',
    name: 'Name',
    seen: 'Last seen first',
  },
  columns: { exposure: 'Exposure', owner: 'Owner', open: 'Open findings', seen: 'Last seen' },
  hidden: ['seen'],
  formats: table,
  exported: {
    always: ['asset', 'kind', 'components', 'not-judged'],
    exposure: ['exposure', 'exposure-basis', 'exposure-by'],
    owner: ['owner'],
    open: ['now', 'soon', 'scheduled', 'defer'],
    seen: ['last-seen'],
  },
}

export const surfaceList: ListShape = {
  name: 'surface',
  sorts: {
    decision: 'Most urgent first',
    standing: 'Undecided first',
    weaknesses: 'Most weaknesses first',
    services: 'Most services first',
    expires: 'Certificates expiring first',
    new: 'Newest first',
    seen: 'Last seen first',
    near: 'Nearest to a seed first',
    name: 'Name',
  },
  columns: {
    findings: 'Open findings',
    technologies: 'Technologies',
    standing: 'Standing',
    why: 'Why',
    seen: 'Last seen',
  },
  hidden: ['seen'],
  formats: { csv: 'CSV', json: 'Open Asset Model', hosts: 'List of hosts', stix: 'STIX 2.1' },
  exported: {
    always: ['asset', 'names', 'kind', 'label', 'resolves-to', 'services', 'weaknesses', 'expires'],
    findings: ['now', 'soon', 'scheduled', 'defer'],
    technologies: ['technologies'],
    standing: ['standing', 'proof', 'stated-by', 'confidence'],
    why: ['reason', 'led-to-by'],
    seen: ['first-seen', 'last-seen', 'gone'],
  },
}

/** A feed and no table: it is written as a file, not saved or shaped. */
export const surfaceChangeList: Pick<ListShape, 'formats' | 'exported'> = { formats: table, exported: { always: [] } }

export const vulnerabilityList: ListShape = {
  name: 'vulnerabilities',
  sorts: {
    decision: 'Most urgent first',
    findings: 'Most findings first',
    epss: 'EPSS',
    cvss: 'CVSS',
    newest: 'Newest here first',
  },
  columns: { why: 'Why', evidence: 'Evidence', fix: 'Fix known', where: 'Where', seen: 'First seen', due: 'Due' },
  hidden: ['seen'],
  formats: table,
  exported: {
    always: ['decision', 'basis', 'vulnerability', 'title', 'component'],
    why: ['why'],
    evidence: ['kev', 'exploitation', 'epss', 'cvss'],
    fix: ['fix-known-for'],
    where: ['findings', 'assets'],
    seen: ['first-seen'],
    due: ['due'],
  },
}

export const importList: ListShape = {
  name: 'imports',
  sorts: {
    newest: 'Newest first',
    stated: 'Newest contents first',
    components: 'Most components first',
    asset: 'Asset',
    file: 'File',
  },
  columns: { asset: 'Asset', contents: 'Contents', effects: 'Changed', stated: 'Stated', imported: 'Imported' },
  hidden: ['stated'],
  formats: table,
  exported: {
    always: ['file', 'format', 'tool'],
    asset: ['asset'],
    contents: ['components', 'left-out'],
    effects: ['components-came', 'components-went', 'findings-opened', 'findings-reopened', 'findings-resolved'],
    stated: ['stated'],
    imported: ['imported', 'by'],
  },
}

export const peopleList: ListShape = {
  name: 'people',
  sorts: { joined: 'Joined first', name: 'Name', seen: 'Last seen first' },
  columns: {},
  hidden: [],
  formats: table,
  exported: { always: [] },
}

/** In the order of the chain. */
export const auditList: ListShape = {
  name: 'audit',
  sorts: {},
  columns: {},
  hidden: [],
  formats: { csv: 'CSV', jsonl: 'JSON lines' },
  exported: { always: [] },
}
