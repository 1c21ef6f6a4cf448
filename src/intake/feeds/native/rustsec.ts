import { parseInstant } from '#core/kernel'
import { invertRange, unionRange } from '#core/versions'
import type { Statement } from '#core/vocabulary'
import type { Feed } from '../contract.ts'
import { DESCRIPTION_LENGTH, fieldsOf, maybe, TITLE_LENGTH, textOf, textsOf } from '../reading/fields.ts'
import { severityOf } from '../reading/severity.ts'
import { type Normalised, readStatements } from '../reading/statements.ts'

/** RustSec in its own form. Informational advisories other than unsound code are no vulnerabilities and are left out. */
export const rustsec: Feed = {
  id: 'rustsec',
  name: 'RustSec',
  publisher: 'Rust Secure Code Working Group',
  licence: 'CC0-1.0',
  intervalHours: 24,
  maxAgeDays: 14,
  mirror: ['osv/rustsec.ndjson*', 'rustsec/*.ndjson*', 'rustsec.ndjson*'],
  whole: true,
  official: () => [],
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'rustsec', layout: 'lines', normalise }, signal),
}

function normalise(record: unknown): Normalised {
  const fields = fieldsOf(record)
  if (fields && '_meta' in fields) return { skip: true }
  const advisory = fieldsOf(fields?.advisory)
  const id = textOf(advisory?.id, 60)
  const name = textOf(advisory?.package, 200)
  if (!fields || !advisory || !id || !name)
    return { dropped: 'no-id', example: textOf(fields?._path, 120) ?? 'a record without an id' }
  const versions = fieldsOf(fields.versions) ?? {}
  const patched = textsOf(versions.patched, 300)
  const range = unionRange('cargo', [...patched, ...textsOf(versions.unaffected, 300)])
  if (!range.ok) return { dropped: 'unreadable-range', example: `${id}: ${range.error.message}` }
  const withdrawn = parseInstant(advisory.withdrawn)
  const informational = textOf(advisory.informational, 40)
  const severity = severityOf(advisory.cvss, 'RUSTSEC')
  const [title, ...body] = (textOf(fields._body, DESCRIPTION_LENGTH + TITLE_LENGTH) ?? '').split('\n')
  const statement: Statement = {
    source: 'rustsec',
    recordId: id,
    state: withdrawn ? 'withdrawn' : 'published',
    ...maybe('published', parseInstant(advisory.date)),
    ...maybe('withdrawn', withdrawn),
    aliases: textsOf(advisory.aliases, 60),
    related: textsOf(advisory.related, 60),
    ...maybe('title', textOf(fields.title, TITLE_LENGTH) ?? textOf(title?.replace(/^#+\s*/, ''), TITLE_LENGTH)),
    ...maybe('description', textOf(body.join('\n'), DESCRIPTION_LENGTH)),
    severities: severity ? [severity] : [],
    cwes: [],
    ssvc: [],
    affected:
      withdrawn || (informational && informational !== 'unsound')
        ? []
        : [
            {
              kind: 'package',
              ecosystem: 'crates.io',
              name,
              scheme: 'cargo',
              intervals: invertRange('cargo', range.value.intervals),
              status: 'affected',
              fixState: patched.length > 0 ? 'fixed' : 'not-fixed',
              symbols: Object.keys(fieldsOf(fieldsOf(fields.affected)?.functions) ?? {}).slice(0, 50),
            },
          ],
    references: [],
  }
  return { statements: [statement] }
}
