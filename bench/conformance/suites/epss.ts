import { expectEqual, failedCase } from '../case-result.ts'
import { readByFeed } from '../read-by-feed.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'

/**
 * EPSS files. One with model version, day and header must be read to its last score; one that lacks the day or the
 * header must be refused whole: a score without its day is no evidence.
 */
export const epssSuite: Suite = {
  name: 'epss',
  runnerFor: (file) => (file.path.endsWith('.csv') ? { kind: 'whole', run: runFile } : undefined),
}

async function runFile(text: string, file: ConformanceFile): Promise<CaseResult[]> {
  const [comment = '', header = '', ...rows] = text.trim().split(/\r?\n/)
  const complete = /score_date:\d{4}-/.test(comment) && header.startsWith('cve,epss,percentile')
  const { read, taken } = await readByFeed('epss', file)
  if (!complete) return [expectEqual(`${file.path} lacks its day or header`, read.ok, false)]
  if (!read.ok) return [failedCase(file.path, read.error.message)]
  const known = new Map<string, unknown>(
    taken.scores.map(({ cve, probability, percentile }) => [cve, [probability, percentile]]),
  )
  return rows.map((row) => {
    const [cve = '', probability, percentile] = row.split(',')
    return expectEqual(row, known.get(cve), [Number(probability), Number(percentile)])
  })
}
