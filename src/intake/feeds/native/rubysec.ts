import { parseInstant } from '#core/kernel'
import { invertRange, unionRange } from '#core/versions'
import { normalisePackageName, type Statement } from '#core/vocabulary'
import type { Feed } from '../contract.ts'
import {
  cveOf,
  DESCRIPTION_LENGTH,
  type Fields,
  fieldsOf,
  maybe,
  TITLE_LENGTH,
  textOf,
  textsOf,
} from '../reading/fields.ts'
import { type Normalised, readStatements } from '../reading/statements.ts'

/** ruby-advisory-db in its own form: what is patched or unaffected is named, the rest is affected. */
export const rubysec: Feed = {
  id: 'rubysec',
  name: 'ruby-advisory-db',
  publisher: 'RubySec',
  licence: 'public domain',
  intervalHours: 24,
  maxAgeDays: 14,
  mirror: ['osv/rubysec.ndjson*', 'rubysec/*.ndjson*', 'ruby-advisory-db.ndjson*'],
  whole: true,
  official: () => [],
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'rubysec', layout: 'lines', normalise }, signal),
}

function normalise(record: unknown): Normalised {
  const fields = fieldsOf(record)
  if (fields && '_meta' in fields) return { skip: true }
  const gem = textOf(fields?.gem, 200)
  // Advisories on Ruby engines themselves lie beside those on gems.
  if (fields && !gem && textOf(fields.engine, 200))
    return { outside: 'not-a-gem', example: textOf(fields._path, 120) ?? '' }
  if (!fields || !gem) return { dropped: 'no-gem', example: textOf(fields?._path, 120) ?? 'a record without a gem' }
  const ids = idsOf(fields)
  const id = ids[0] ?? `RUBYSEC:${gem}:${textOf(fields.date, 20) ?? ''}`
  const safe = [...textsOf(fields.patched_versions, 300), ...textsOf(fields.unaffected_versions, 300)]
  const range = unionRange('gem', safe)
  if (!range.ok) return { dropped: 'unreadable-range', example: `${gem} ${id}: ${range.error.message}` }
  const statement: Statement = {
    source: 'rubysec',
    recordId: `RUBYSEC:${gem}:${id}`,
    state: 'published',
    ...maybe('published', parseInstant(fields.date)),
    aliases: ids,
    related: [],
    ...maybe('title', textOf(fields.title, TITLE_LENGTH)),
    ...maybe('description', textOf(fields.description, DESCRIPTION_LENGTH)),
    severities: [],
    cwes: [],
    ssvc: [],
    affected: [
      {
        kind: 'package',
        ecosystem: 'RubyGems',
        name: normalisePackageName('RubyGems', gem),
        scheme: 'gem',
        intervals: invertRange('gem', range.value.intervals),
        status: 'affected',
        fixState: textsOf(fields.patched_versions, 300).length > 0 ? 'fixed' : 'unknown',
      },
    ],
    references: [],
  }
  return { statements: [statement] }
}

function idsOf(fields: Fields): string[] {
  const cve = cveOf(`CVE-${textOf(fields.cve, 40) ?? ''}`)
  const ghsa = textOf(fields.ghsa, 40)
  return [...(cve ? [cve] : []), ...(ghsa ? [`GHSA-${ghsa.replace(/^GHSA-/, '')}`] : [])]
}
