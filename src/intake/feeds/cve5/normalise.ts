import { parseInstant } from '#core/kernel'
import type { Affected, SeverityStatement, SsvcStatement, Statement } from '#core/vocabulary'
import { configurationOf, englishOf } from '../nvd-shape.ts'
import {
  cveOf,
  cwesOf,
  type Fields,
  fieldsOf,
  maybe,
  numberOf,
  objectsOf,
  referencesOf,
  TITLE_LENGTH,
  textOf,
  timesOf,
} from '../reading/fields.ts'
import { severityOf } from '../reading/severity.ts'
import type { Normalised } from '../reading/statements.ts'
import { affectedOf, cpesOf, type Speaker, wordsOf } from './affected.ts'

/** One CVE 5 record: the CNA's container and every ADP's, each under its own name. Source: CVE record format 5.1. */
export function normaliseCve5(record: unknown): Normalised {
  const fields = fieldsOf(record)
  if (fields && '_meta' in fields) return { skip: true }
  const metadata = fieldsOf(fields?.cveMetadata)
  const id = cveOf(metadata?.cveId)
  if (!metadata || !id) return { dropped: 'no-cve-id', example: JSON.stringify(record).slice(0, 120) }
  const containers = containersOf(fieldsOf(fields?.containers))
  const rejected = metadata.state === 'REJECTED'
  const cna = containers[0]?.fields
  const statement: Statement = {
    source: 'cve',
    recordId: id,
    state: rejected ? 'rejected' : 'published',
    ...timesOf(metadata, 'datePublished', 'dateUpdated'),
    aliases: [],
    related: [],
    ...maybe('title', textOf(cna?.title, TITLE_LENGTH)),
    ...maybe('description', englishOf(cna?.[rejected ? 'rejectedReasons' : 'descriptions'])),
    severities: containers.flatMap(({ by, fields: container }) => severitiesOf(container, by)),
    cwes: cwesOf(containers.flatMap(({ fields: container }) => weaknessesOf(container))),
    ssvc: containers.flatMap(({ by, fields: container }) => ssvcOf(container, by)),
    affected: rejected ? [] : distinct(containers.flatMap((container) => softwareOf(container, containers))),
    references: referencesOf(cna?.references, 'tags'),
  }
  return { statements: [statement] }
}

interface Container extends Speaker {
  fields: Fields
}

/** The CNA's first. */
function containersOf(containers: Fields | undefined): Container[] {
  const cna = fieldsOf(containers?.cna)
  return [...(cna ? [cna] : []), ...objectsOf(containers?.adp)].map((fields) => ({
    by: textOf(fieldsOf(fields.providerMetadata)?.shortName, 100) ?? 'unnamed',
    container: fields === cna ? 'cna' : 'adp',
    fields,
  }))
}

const vectors = ['cvssV4_0', 'cvssV3_1', 'cvssV3_0', 'cvssV2_0']

function severitiesOf(container: Fields, by: string): SeverityStatement[] {
  return objectsOf(container.metrics).flatMap((metric) =>
    vectors.flatMap((name) => {
      const cvss = fieldsOf(metric[name])
      return severityOf(cvss?.vectorString, by, numberOf(cvss?.baseScore)) ?? []
    }),
  )
}

function weaknessesOf(container: Fields): unknown[] {
  return objectsOf(container.problemTypes).flatMap((problem) =>
    objectsOf(problem.descriptions).map((entry) => entry.cweId),
  )
}

const exploitation: Readonly<Record<string, SsvcStatement['exploitation']>> = {
  none: 'none',
  poc: 'public poc',
  'public poc': 'public poc',
  active: 'active',
}
const automatable: Readonly<Record<string, SsvcStatement['automatable']>> = { yes: 'yes', no: 'no' }
const impact: Readonly<Record<string, SsvcStatement['technicalImpact']>> = { partial: 'partial', total: 'total' }

/** SSVC decision points as an ADP states them: `metrics[].other` of type `ssvc`. */
function ssvcOf(container: Fields, by: string): SsvcStatement[] {
  return objectsOf(container.metrics).flatMap((metric) => {
    const other = fieldsOf(metric.other)
    const content = fieldsOf(other?.content)
    if (other?.type !== 'ssvc' || !content) return []
    const options = new Map(
      objectsOf(content.options).flatMap((option) =>
        Object.entries(option).map(
          ([point, value]) => [point.toLowerCase(), (textOf(value) ?? '').toLowerCase()] as const,
        ),
      ),
    )
    return [
      {
        by,
        ...maybe('at', parseInstant(content.timestamp)),
        ...maybe('exploitation', exploitation[options.get('exploitation') ?? '']),
        ...maybe('automatable', automatable[options.get('automatable') ?? '']),
        ...maybe('technicalImpact', impact[options.get('technical impact') ?? '']),
      },
    ]
  })
}

function softwareOf({ by, container, fields }: Container, all: readonly Container[]): Affected[] {
  const lent = container === 'cna' ? lentCpes(fields, all) : []
  const products = objectsOf(fields.affected).flatMap((product) => affectedOf(product, { by, container }, lent))
  const applicability = objectsOf(fields.cpeApplicability).flatMap(configurationOf)
  const said = container === 'cna' ? { by, container } : { by }
  return [...products, ...applicability.map((entry) => ({ ...entry, ...said }))]
}

/** Where a CNA names one product in words and the ADPs give one product's CPE, that CPE is the product's name. */
function lentCpes(cna: Fields, all: readonly Container[]): string[] {
  const words = new Set(objectsOf(cna.affected).map((product) => JSON.stringify(wordsOf(product))))
  if (words.size !== 1) return []
  const theirs = all.filter(({ container }) => container === 'adp').flatMap(({ fields }) => objectsOf(fields.affected))
  const names = new Set(theirs.flatMap(cpesOf).map(productOfCpe))
  const [only] = names
  return only !== undefined && names.size === 1 ? [only] : []
}

/** Of a lent name only part, vendor and product are taken: its other words are the ADP's finding, not a name. */
function productOfCpe(cpe: string): string {
  return `${cpe
    .split(/(?<!\\):/)
    .slice(0, 5)
    .join(':')}${':*'.repeat(8)}`
}

/** What a container only repeats of an earlier one is left out: the first to say it is named. */
function distinct(entries: readonly Affected[]): Affected[] {
  if (entries.length < 2) return [...entries]
  const said = new Map<string, Affected>()
  for (const entry of entries) {
    const key = JSON.stringify({ ...entry, by: undefined, container: undefined })
    if (!said.has(key)) said.set(key, entry)
  }
  return [...said.values()]
}
