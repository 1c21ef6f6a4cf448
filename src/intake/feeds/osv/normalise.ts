import { parseInstant } from '#core/kernel'
import { contains, type Interval, rangeFromOsvEvents, type SchemeId } from '#core/versions'
import {
  type Affected,
  type AffectedPackage,
  baseEcosystem,
  ecosystems,
  normalisePackageName,
  type SeverityStatement,
  type Statement,
  schemeOfEcosystem,
} from '#core/vocabulary'
import {
  cwesOf,
  DESCRIPTION_LENGTH,
  type Fields,
  fieldsOf,
  maybe,
  objectsOf,
  referencesOf,
  TITLE_LENGTH,
  textOf,
  textsOf,
  timesOf,
} from '../reading/fields.ts'
import { severityOf } from '../reading/severity.ts'
import type { Normalised } from '../reading/statements.ts'

const MAX_VERSIONS = 20_000
const MAX_ID = 200

/** One OSV record, of any ecosystem. Source: OSV schema 1.7. */
export function normaliseOsv(record: unknown): Normalised {
  const fields = fieldsOf(record)
  if (fields && '_meta' in fields) return { skip: true }
  const id = textOf(fields?.id, MAX_ID)
  if (!fields || !id) return { dropped: 'no-id', example: JSON.stringify(record).slice(0, 120) }
  const withdrawn = parseInstant(fields.withdrawn)
  const affected = withdrawn ? [] : objectsOf(fields.affected).flatMap(affectedOf)
  const specific = fieldsOf(fields.database_specific)
  const statement: Statement = {
    source: sourceOfOsv(id, objectsOf(fields.affected)),
    recordId: id,
    state: withdrawn ? 'withdrawn' : 'published',
    ...timesOf(fields, 'published', 'modified'),
    ...maybe('withdrawn', withdrawn),
    aliases: textsOf(fields.aliases, MAX_ID),
    related: [...new Set([...textsOf(fields.related, MAX_ID), ...textsOf(fields.upstream, MAX_ID)])],
    ...maybe('title', textOf(fields.summary, TITLE_LENGTH)),
    ...maybe('description', textOf(fields.details, DESCRIPTION_LENGTH)),
    severities: severitiesOf(fields, id),
    cwes: cwesOf(textsOf(specific?.cwe_ids ?? specific?.cwes, 20)),
    ssvc: [],
    affected,
    references: referencesOf(fields.references, 'type'),
  }
  return { statements: [statement] }
}

/** GHSA records are one source in whichever ecosystem's file they come; the others belong to the ecosystem they speak of. */
function sourceOfOsv(id: string, affected: readonly Fields[]): string {
  if (id.startsWith('GHSA-')) return 'osv:GHSA'
  const ecosystem = textOf(fieldsOf(affected[0]?.package)?.ecosystem, 100)
  const base = ecosystem ? baseEcosystem(ecosystem) : undefined
  return base ? `osv:${base}` : `osv:${id.split('-')[0]}`
}

function severitiesOf(record: Fields, id: string): SeverityStatement[] {
  const by = id.split('-')[0] ?? 'OSV'
  const stated = [
    ...objectsOf(record.severity),
    ...objectsOf(record.affected).flatMap((entry) => objectsOf(entry.severity)),
  ]
  const found = stated.flatMap((severity) => severityOf(severity.score, by) ?? [])
  return [...new Map(found.map((severity) => [severity.vector, severity])).values()]
}

function affectedOf(entry: Fields): Affected[] {
  const named = fieldsOf(entry.package)
  const ecosystem = textOf(named?.ecosystem, 100)
  const name = textOf(named?.name, 400)
  if (!ecosystem || !name) return []
  const scheme = schemeOfEcosystem(ecosystem)
  const intervals = objectsOf(entry.ranges).flatMap((range) => intervalsOf(range, scheme))
  const versions = versionsBeyond(entry, scheme, intervals)
  const symbols = symbolsOf(entry)
  const affected: AffectedPackage = {
    kind: 'package',
    ecosystem,
    name: normalisePackageName(ecosystem, name),
    scheme,
    intervals,
    ...(versions.length > 0 && { versions }),
    status: 'affected',
    fixState: fixStateOf(entry, intervals, ecosystem),
    ...maybe('module', moduleOf(entry)),
    ...(symbols.length > 0 && { symbols }),
  }
  if (intervals.length > 0 || versions.length > 0) return [affected]
  // Ranges of commits say nothing of versions; an entry without any range means them all.
  return objectsOf(entry.ranges).length > 0 ? [] : [{ ...affected, intervals: [{}] }]
}

/** Listed versions that no range holds: either suffices (OSV schema, evaluation), and most lists only repeat the ranges. */
function versionsBeyond(entry: Fields, scheme: SchemeId, intervals: Interval[]): string[] {
  const listed = textsOf(entry.versions, 200).slice(0, MAX_VERSIONS)
  return listed.filter((version) => contains({ scheme, intervals }, version) !== 'inside')
}

const ordered = new Set(['ECOSYSTEM', 'SEMVER'])

/** Commit ranges cannot be compared with a version. */
function intervalsOf(range: Fields, scheme: SchemeId): Interval[] {
  if (!ordered.has(textOf(range.type) ?? '')) return []
  const events = objectsOf(range.events).map((event) => ({
    introduced: textOf(event.introduced, 200),
    fixed: textOf(event.fixed, 200),
    last_affected: textOf(event.last_affected, 200),
    limit: textOf(event.limit, 200),
  }))
  const intervals = rangeFromOsvEvents(range.type === 'SEMVER' && scheme === 'generic' ? 'semver' : scheme, events)
  const last = /^<=\s*(\S+)$/.exec(
    textOf(fieldsOf(range.database_specific)?.last_known_affected_version_range, 200) ?? '',
  )?.[1]
  return last
    ? intervals.map((interval) =>
        interval.max === undefined ? { ...interval, max: last, maxInclusive: true } : interval,
      )
    : intervals
}

function fixStateOf(entry: Fields, intervals: readonly Interval[], ecosystem: string): AffectedPackage['fixState'] {
  if (intervals.some((interval) => interval.max !== undefined && !interval.maxInclusive)) return 'fixed'
  const distribution = ecosystems[baseEcosystem(ecosystem)]?.distribution !== undefined
  if (fieldsOf(entry.ecosystem_specific)?.urgency === 'end-of-life') return 'end-of-life'
  return distribution ? 'not-fixed' : 'unknown'
}

/** rpm modularity as AlmaLinux and Rocky write it into `ecosystem_specific` or `database_specific`. */
function moduleOf(entry: Fields): string | undefined {
  const specific = fieldsOf(entry.ecosystem_specific) ?? fieldsOf(entry.database_specific)
  return textOf(specific?.module ?? specific?.modularity, 100)
}

const MAX_SYMBOLS = 50

function symbolsOf(entry: Fields): string[] {
  const imports = objectsOf(fieldsOf(entry.ecosystem_specific)?.imports)
  return imports
    .flatMap((one) => textsOf(one.symbols, 200).map((symbol) => `${textOf(one.path, 200) ?? ''}.${symbol}`))
    .slice(0, MAX_SYMBOLS)
}
