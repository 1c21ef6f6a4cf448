import type { AffectedCpe, CpeMatch, CpeNode, SeverityStatement, Statement } from '#core/vocabulary'
import {
  cveOf,
  cwesOf,
  DESCRIPTION_LENGTH,
  type Fields,
  fieldsOf,
  maybe,
  numberOf,
  objectsOf,
  referencesOf,
  textOf,
  timesOf,
} from '../reading/fields.ts'
import { severityOf } from '../reading/severity.ts'
import type { Normalised } from '../reading/statements.ts'

/** One element of an NVD 2.0 feed's `vulnerabilities`. Source: NVD CVE API 2.0 schema. */
export function normaliseNvd(record: unknown): Normalised {
  const cve = fieldsOf(fieldsOf(record)?.cve)
  const id = cveOf(cve?.id)
  if (!cve || !id) return { dropped: 'no-cve-id', example: JSON.stringify(record).slice(0, 120) }
  const rejected = cve.vulnStatus === 'Rejected'
  const statement: Statement = {
    source: 'nvd',
    recordId: id,
    state: rejected ? 'rejected' : 'published',
    ...timesOf(cve, 'published', 'lastModified'),
    aliases: [],
    related: [],
    ...maybe('description', englishOf(cve.descriptions)),
    severities: severitiesOf(fieldsOf(cve.metrics)),
    cwes: cwesOf(
      objectsOf(cve.weaknesses).flatMap((weakness) => objectsOf(weakness.description).map((entry) => entry.value)),
    ),
    ssvc: [],
    affected: rejected ? [] : objectsOf(cve.configurations).flatMap(configurationOf),
    references: referencesOf(cve.references, 'tags'),
  }
  return { statements: [statement] }
}

export function englishOf(descriptions: unknown): string | undefined {
  const found = objectsOf(descriptions).find((entry) => typeof entry.lang === 'string' && entry.lang.startsWith('en'))
  return textOf(found?.value, DESCRIPTION_LENGTH)
}

function severitiesOf(metrics: Fields | undefined): SeverityStatement[] {
  return ['cvssMetricV40', 'cvssMetricV31', 'cvssMetricV30', 'cvssMetricV2'].flatMap((name) =>
    objectsOf(metrics?.[name]).flatMap((metric) => {
      const data = fieldsOf(metric.cvssData)
      return (
        severityOf(data?.vectorString, textOf(metric.source, 100) ?? 'nvd@nist.gov', numberOf(data?.baseScore)) ?? []
      )
    }),
  )
}

/** One configuration: nodes under AND or OR. A node of a placeholder CPE says nothing. */
export function configurationOf(configuration: Fields): AffectedCpe[] {
  const nodes = objectsOf(configuration.nodes).flatMap(nodeOf)
  if (nodes.length === 0) return []
  const operator = configuration.operator === 'AND' ? 'AND' : 'OR'
  return [{ kind: 'cpe', operator, ...(configuration.negate === true && { negate: true as const }), nodes }]
}

function nodeOf(node: Fields): CpeNode[] {
  const matches = objectsOf(node.cpeMatch).flatMap(matchOf)
  if (matches.length === 0) return []
  return [
    {
      operator: node.operator === 'AND' ? 'AND' : 'OR',
      ...(node.negate === true && { negate: true as const }),
      matches,
    },
  ]
}

const PLACEHOLDER = 'cpe:2.3:a:null:null:'

function matchOf(match: Fields): CpeMatch[] {
  const cpe = textOf(match.criteria, 600)
  if (!cpe?.startsWith('cpe:2.3:') || cpe.startsWith(PLACEHOLDER)) return []
  const including = textOf(match.versionStartIncluding, 200)
  const excluding = textOf(match.versionStartExcluding, 200)
  const endIncluding = textOf(match.versionEndIncluding, 200)
  const endExcluding = textOf(match.versionEndExcluding, 200)
  const found: CpeMatch = { cpe, vulnerable: match.vulnerable !== false }
  const min = including ?? excluding
  if (min !== undefined) found.min = min
  if (including === undefined && excluding !== undefined) found.minExclusive = true
  const max = endExcluding ?? endIncluding
  if (max !== undefined) found.max = max
  if (endExcluding === undefined && endIncluding !== undefined) found.maxInclusive = true
  return [found]
}
