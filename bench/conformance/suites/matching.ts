import type { Suite } from '../types.ts'
import { runFalsePositives } from './matching/cpe-false-positives.ts'
import { runGrypeCase } from './matching/grype-cases.ts'
import { runOsvQueries } from './matching/osv-queries.ts'

/** Matching: matcher cases with their advisory records, recorded OSV queries, and reported CPE false positives. */
export const matchingSuite: Suite = {
  name: 'matching',
  runnerFor: ({ path }) => {
    if (path.endsWith('grype-matcher-cases.ndjson')) return { kind: 'lines', run: runGrypeCase }
    if (path.endsWith('-queries.ndjson')) return { kind: 'whole', run: runOsvQueries }
    if (path.endsWith('false-positive-suppressions.ndjson')) return { kind: 'whole', run: runFalsePositives }
    if (path.endsWith('match-labels.ndjson')) {
      return { kind: 'support', why: 'labels of images on the day they were made; their advisory data is not here' }
    }
    if (path.endsWith('odc-base-hint.xml')) return { kind: 'support', why: 'hints of another tool' }
    return { kind: 'support', why: 'advisory records that cases read' }
  },
}
