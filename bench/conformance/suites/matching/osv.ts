import { type OsvEvent, rangeFromOsvEvents } from '#core/versions'
import { type AffectedPackage, normalisePackageName, type Statement, schemeOfEcosystem } from '#core/vocabulary'
import { type Json, list, object, text, texts } from './json.ts'
import { blankStatement } from './statement.ts'

/** One OSV record as a statement; git ranges are left out. */
export function readOsvRecord(record: Json): Statement[] {
  const recordId = text(record.id)
  if (recordId === undefined) return []
  const affected = list(record.affected).flatMap(affectedOf)
  return [
    {
      ...blankStatement,
      source: `osv:${recordId.split('-', 1)[0]}`,
      recordId,
      state: record.withdrawn ? 'withdrawn' : 'published',
      aliases: texts(record.aliases),
      related: [...texts(record.related), ...texts(record.upstream)],
      affected,
    },
  ]
}

function affectedOf(entry: Json): AffectedPackage[] {
  const named = object(entry.package)
  const ecosystem = text(named?.ecosystem)
  const name = text(named?.name)
  if (ecosystem === undefined || name === undefined) return []
  const specific = object(entry.ecosystem_specific)
  const module = text(specific?.rpm_modularity)
  const versions = texts(entry.versions)
  const systems = list(specific?.imports).flatMap((part) => texts(part.goos))
  const everywhere = list(specific?.imports).some((part) => texts(part.goos).length === 0)
  return [
    {
      kind: 'package',
      ecosystem,
      name: normalisePackageName(ecosystem, name),
      scheme: schemeOfEcosystem(ecosystem),
      intervals: list(entry.ranges).flatMap((range) =>
        text(range.type) === 'GIT'
          ? []
          : rangeFromOsvEvents(schemeOfEcosystem(ecosystem), list(range.events).map(eventOf)),
      ),
      ...(versions.length > 0 ? { versions } : {}),
      status: 'affected',
      ...(module ? { module } : {}),
      ...(systems.length > 0 && !everywhere ? { platforms: [...new Set(systems)] } : {}),
    },
  ]
}

function eventOf(event: Json): OsvEvent {
  return {
    introduced: text(event.introduced),
    fixed: text(event.fixed),
    last_affected: text(event.last_affected),
    limit: text(event.limit),
  }
}
