import { parseInstant } from '#core/kernel'
import type { Statement } from '#core/vocabulary'
import type { Feed } from '../contract.ts'
import { cveOf, DESCRIPTION_LENGTH, fieldsOf, maybe, objectsOf, textOf } from '../reading/fields.ts'
import { type Normalised, readStatements } from '../reading/statements.ts'
import { configurationOf } from './normalise.ts'

/** Anchore's NVD data overrides: CPE configurations for CVEs that NVD left open or drew too wide. An empty one withdraws NVD's. */
export const anchore: Feed = {
  id: 'anchore',
  name: 'Anchore NVD overrides',
  publisher: 'Anchore',
  licence: 'CC0-1.0',
  intervalHours: 24,
  maxAgeDays: 14,
  mirror: ['cve/anchore-nvd-overrides*'],
  whole: true,
  official: () => [
    {
      name: 'anchore-nvd-overrides.zip',
      url: 'https://github.com/anchore/nvd-data-overrides/archive/refs/heads/main.zip',
    },
  ],
  read: (file, sink, limits, signal) =>
    readStatements(file, sink, limits, { source: 'anchore', layout: 'lines', normalise }, signal),
}

function normalise(record: unknown): Normalised {
  const fields = fieldsOf(record)
  const annotation = fieldsOf(fields?._annotation)
  const id = cveOf(annotation?.cve_id)
  if (!annotation || !id) return { dropped: 'no-cve-id', example: JSON.stringify(record).slice(0, 120) }
  const statement: Statement = {
    source: 'anchore',
    recordId: id,
    state: 'published',
    ...maybe('published', parseInstant(annotation.published)),
    ...maybe('modified', parseInstant(annotation.modified)),
    aliases: [],
    related: [],
    ...maybe('description', textOf(annotation.reason, DESCRIPTION_LENGTH)),
    severities: [],
    cwes: [],
    ssvc: [],
    affected: objectsOf(fieldsOf(fields?.cve)?.configurations).flatMap(configurationOf),
    references: [],
  }
  return { statements: [statement] }
}
