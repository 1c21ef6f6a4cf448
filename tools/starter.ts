/**
 * `node tools/starter.ts <index file> <kev.json>`: writes the built-in starter from a knowledge index, CISA's catalogue
 * (whole: its silence means something too) and the curated statements. Only facts are taken: ids, dates, scores, vectors,
 * version ranges. Titles, descriptions and references are left out.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Affected,
  cpeKey,
  type EpssScore,
  type KevStatement,
  type KeyedStatement,
  type KnowledgeReader,
  packageKey,
  parseCvss,
  type RecordId,
  type SeverityStatement,
  type Statement,
  schemeOfEcosystem,
  type VulnerabilityFacts,
} from '#core/vocabulary'
import { openIndex, type StarterFile } from '#exposure/knowledge'

const root = join(import.meta.dirname, '..')
const samples = join(root, 'src/flows/sample')
const starter = join(root, 'src/exposure/knowledge/starter')
const OLDEST_CPE_YEAR = 2019
const MAX_BYTES = 1_000_000
const catalogues = ['kev/CISA', 'epss', 'exploit/metasploit', 'exploit/exploit-db', 'exploit/nuclei']

interface Curated {
  source: string
  statements: CuratedStatement[]
}

/** Publicly known facts of a vulnerability that the feeds at hand lack: by package and ranges, or by CPE. */
interface CuratedStatement {
  id: RecordId
  ecosystem?: string
  name?: string
  ranges?: [string, string][]
  cpes?: string[]
  cvss?: string
}

const purlEcosystems: Readonly<Record<string, string>> = {
  pypi: 'PyPI',
  golang: 'Go',
  npm: 'npm',
  maven: 'Maven',
  deb: 'Debian',
}

interface SampleComponent {
  purl?: string
  cpe?: string
}

function sampleKeys(): string[] {
  const files = readdirSync(samples).filter((file) => file.endsWith('.cdx.json'))
  const components = files.flatMap(
    (file) => (JSON.parse(readFileSync(join(samples, file), 'utf8')) as { components: SampleComponent[] }).components,
  )
  return [...new Set(components.flatMap(keyOf))].sort()
}

function keyOf({ purl, cpe }: SampleComponent): string[] {
  if (cpe !== undefined) {
    const [, , , vendor, product] = cpe.split(':')
    return [cpeKey(vendor!, product!)]
  }
  const [, type, path] = /^pkg:(\w+)\/([^@?]+)/.exec(purl ?? '') ?? []
  const ecosystem = purlEcosystems[type ?? '']
  if (ecosystem === undefined || path === undefined) return []
  const name = decodeURIComponent(
    type === 'maven' ? path.replace('/', ':') : type === 'deb' ? path.replace('debian/', '') : path,
  )
  return [packageKey(ecosystem, name)]
}

function statementOf(keyed: KeyedStatement): Statement {
  const others = keyed.vulnerabilityIds.filter((id) => id !== keyed.recordId)
  return bare(keyed.source, keyed.recordId, {
    state: keyed.state,
    ...(keyed.modified !== undefined && { modified: keyed.modified as Statement['modified'] & string }),
    aliases: keyed.vulnerabilityIds.length === 1 ? others : [],
    related: keyed.vulnerabilityIds.length > 1 ? others : [],
    affected: keyed.affected.map((entry) =>
      entry.kind === 'package' ? { ...entry, symbols: undefined, cpes: undefined } : entry,
    ) as Statement['affected'],
  })
}

function bare(source: string, recordId: RecordId, over: Partial<Statement>): Statement {
  return {
    source,
    recordId,
    state: 'published',
    aliases: [],
    related: [],
    severities: [],
    cwes: [],
    ssvc: [],
    affected: [],
    references: [],
    ...over,
  }
}

function curatedStatements(): Statement[] {
  const { source, statements } = JSON.parse(readFileSync(join(starter, 'curated.json'), 'utf8')) as Curated
  return statements.map((curated) =>
    bare(source, curated.id, { severities: severitiesOf(curated.cvss, source), affected: [affectedOf(curated)] }),
  )
}

function severitiesOf(vector: string | undefined, by: string): SeverityStatement[] {
  const parsed = vector === undefined ? undefined : parseCvss(vector)
  if (!vector || !parsed?.ok) return []
  return [{ version: '3.1', vector, score: parsed.value.baseScore, by }]
}

function affectedOf({ ecosystem, name, ranges = [], cpes = [] }: CuratedStatement): Affected {
  if (ecosystem === undefined || name === undefined) {
    const matches = cpes.map((cpe) => ({ cpe, vulnerable: true }))
    return { kind: 'cpe', operator: 'OR', nodes: [{ operator: 'OR', matches }] }
  }
  const intervals = ranges.map(([min, max]) => (min === '0' ? { max } : { min, max }))
  return { kind: 'package', ecosystem, name, scheme: schemeOfEcosystem(ecosystem), intervals, status: 'affected' }
}

/**
 * Scores, dates and decision points of one vulnerability, each as a statement of the source that gave it: what one source
 * says must not go when another is read.
 */
function factsStatements(facts: VulnerabilityFacts): Statement[] {
  const main = facts.records.some((record) => record.source === 'cve') ? 'cve' : 'nvd'
  const published = facts.published !== undefined && { published: facts.published as Statement['published'] & string }
  const bySource = Map.groupBy(facts.severities, ({ by }) => sourceOfScore(by, facts, main))
  bySource.delete('starter')
  const scored = [...bySource].map(([name, severities]) => {
    const [source, recordId = facts.id] = name.split('\t') as [string, string?]
    const own = recordId === facts.id ? published : { aliases: [facts.id] }
    return bare(source, recordId, { ...own, severities })
  })
  // Those of the record itself are held in the starter's own name, too: the record that is read may come without them.
  const kept =
    (bySource.get('cve') ?? []).length > 0 ? [bare('starter', facts.id, { severities: bySource.get('cve')! })] : []
  return [bare(main, facts.id, { ...published, cwes: facts.cwes, ssvc: facts.ssvc }), ...scored, ...kept]
}

/** Who publishes a score: NVD its own, a project that scores its advisories with them, CNAs and CISA with the CVE record. */
function sourceOfScore(by: string, { records }: VulnerabilityFacts, main: string): string {
  if (by === 'starter') return by
  if (by === 'nvd@nist.gov') return 'nvd'
  const own = records.find(({ recordId }) => recordId.startsWith(`${by}-`))
  return own ? `${own.source}\t${own.recordId}` : main
}

function scoresOf({ id, epss }: VulnerabilityFacts): EpssScore[] {
  if (!epss) return []
  const { history, modelVersion, ...newest } = epss
  return [...history.slice(-3), newest].map(
    (point) => ({ cve: id, percentile: 0, modelVersion, ...point }) as EpssScore,
  )
}

function recent(statement: KeyedStatement): boolean {
  const [cve] = statement.vulnerabilityIds
  return Number(/^CVE-(\d{4})/.exec(cve ?? '')?.[1] ?? 9999) >= OLDEST_CPE_YEAR
}

function collect(index: KnowledgeReader, kev: KevStatement[]): StarterFile {
  const keyed = sampleKeys().flatMap((key) =>
    index.statements(key).filter((entry) => entry.source !== 'starter' && (!key.startsWith('cpe/') || recent(entry))),
  )
  const curated = curatedStatements()
  const ids = new Set([...keyed.flatMap((entry) => entry.vulnerabilityIds), ...curated.map((entry) => entry.recordId)])
  const facts = [...ids].sort().flatMap((id) => index.vulnerability(id) ?? [])
  const statements = new Map<string, Statement>()
  for (const entry of [...keyed.map(statementOf), ...facts.flatMap(factsStatements), ...curated]) {
    const name = `${entry.source}\t${entry.recordId}`
    const held = statements.get(name)
    statements.set(name, held ? joined(held, entry) : entry)
  }
  // The starter holds all that the catalogues say of its vulnerabilities; it speaks as of the newest scores.
  const sources = [...new Set([...statements.values()].map((entry) => entry.source)), ...catalogues]
  const builtAt = index.asOf?.('epss') ?? index.builtAt
  const asOf = Object.fromEntries(sources.map((source) => [source, index.asOf?.(source) ?? builtAt]))
  return {
    builtAt,
    asOf,
    statements: [...statements.values()],
    kev,
    exploits: facts.flatMap((entry) => entry.exploits),
    epss: facts.flatMap(scoresOf),
  }
}

function joined(a: Statement, b: Statement): Statement {
  return {
    ...a,
    ...b,
    affected: [...a.affected, ...b.affected],
    severities: [...a.severities, ...b.severities],
    cwes: [...new Set([...a.cwes, ...b.cwes])],
    ssvc: [...a.ssvc, ...b.ssvc],
    aliases: [...new Set([...a.aliases, ...b.aliases])],
    related: [...new Set([...a.related, ...b.related])],
  }
}

interface Catalogue {
  vulnerabilities: { cveID: RecordId; dateAdded: string; dueDate?: string; knownRansomwareCampaignUse?: string }[]
}

function catalogueOf(path: string): KevStatement[] {
  const { vulnerabilities } = JSON.parse(readFileSync(path, 'utf8')) as Catalogue
  return vulnerabilities
    .map(
      ({ cveID: cve, dateAdded, dueDate, knownRansomwareCampaignUse: use }) =>
        ({
          asserter: 'CISA',
          cve,
          dateAdded,
          ...(dueDate && { dueDate }),
          ransomware: use === 'Known' ? 'known' : 'unknown',
        }) as KevStatement,
    )
    .toSorted((a, b) => (a.cve < b.cve ? -1 : 1))
}

const [path, catalogue] = process.argv.slice(2)
const index = openIndex(path ?? '')
if (!index.ok) {
  process.stderr.write(`${index.error.message}\n`)
  process.exitCode = 3
} else {
  const content = collect(index.value, catalogueOf(catalogue ?? ''))
  const text = `{${Object.entries(content)
    .map(
      ([name, value]) =>
        `${JSON.stringify(name)}:${Array.isArray(value) ? `[\n${value.map((entry) => JSON.stringify(entry)).join(',\n')}\n]` : JSON.stringify(value)}`,
    )
    .join(',\n')}}\n`
  if (text.length > MAX_BYTES)
    throw new Error(`the starter would be ${text.length} bytes; leave some sample components out`)
  writeFileSync(join(starter, 'starter.json'), text)
  process.stdout.write(`${content.statements.length} statements, ${text.length} bytes\n`)
}
