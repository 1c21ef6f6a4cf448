import { readEpss } from '#intake/feeds'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'

/**
 * EPSS files. One with model version, day and header must be read to its last score; one that lacks the day or the
 * header must be refused whole: a score without its day is no evidence.
 */
export const epssSuite: Suite = {
  name: 'epss',
  runnerFor: (file) =>
    file.path.endsWith('.csv') ? { kind: 'whole', run: (text) => runFile(text, file.path) } : undefined,
}

function runFile(text: string, path: string): CaseResult[] {
  const [comment = '', header = '', ...rows] = text.trim().split(/\r?\n/)
  const complete = /score_date:\d{4}-/.test(comment) && header.startsWith('cve,epss,percentile')
  const day = readEpss(text)
  if (!complete) return [expectEqual(`${path} lacks its day or header`, day.ok, false)]
  if (!day.ok) return [failedCase(path, day.error.message)]
  const read = new Map<string, unknown>(
    day.value.scores.map(({ cve, probability, percentile }) => [cve, [probability, percentile]]),
  )
  return rows.map((row) => {
    const [cve = '', probability, percentile] = row.split(',')
    return expectEqual(row, read.get(cve), [Number(probability), Number(percentile)])
  })
}
