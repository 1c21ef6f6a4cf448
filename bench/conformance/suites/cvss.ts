import { z } from 'zod'
import { parseCvss } from '#core/vocabulary'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'

const score = z.number().nullable()
const cvssCase = z.object({
  vector: z.string(),
  /** [base, temporal, environmental], or [final] for v4.0. */
  scores: z.array(score).min(1).optional(),
  /** The final score, or the base score when `what` says so. */
  score: z.number().optional(),
  what: z.string().optional(),
  nomenclature: z.string().optional(),
  valid: z.boolean().optional(),
  error: z.string().optional(),
})
type CvssCase = z.infer<typeof cvssCase>

/** CVSS vectors with scores, and vectors to refuse. Whether a vector is valid is asked of the strict reader. */
export const cvssSuite: Suite = {
  name: 'cvss',
  runnerFor: () => ({ kind: 'lines', run: (line, file) => runCvssCase(cvssCase.parse(line), file) }),
}

function runCvssCase(given: CvssCase, file: ConformanceFile): CaseResult {
  if (given.valid !== undefined) return runValidity(given.vector, given.valid, file)
  if (given.error !== undefined) return runValidity(given.vector, false, file)
  const parsed = parseCvss(given.vector)
  if (!parsed.ok) return failedCase(given.vector, parsed.error.message)
  const { baseScore, temporalScore = null, environmentalScore = null, score: final, nomenclature } = parsed.value
  if (given.nomenclature !== undefined && given.nomenclature !== nomenclature)
    return expectEqual(given.vector, nomenclature, given.nomenclature)
  if (given.scores?.length === 1) return expectEqual(given.vector, final, given.scores[0])
  if (given.scores) return expectEqual(given.vector, [baseScore, temporalScore, environmentalScore], given.scores)
  return expectEqual(given.vector, given.what === 'BaseScores' ? baseScore : final, given.score)
}

/** A file is about one major version, which its name gives: another version's vector is not valid there. */
function runValidity(vector: string, valid: boolean, file: ConformanceFile): CaseResult {
  const parsed = parseCvss(vector, { strict: true })
  const major = /(?:v|cvss|unit)(\d)/.exec(file.path.split('/').at(-1) ?? '')?.[1]
  const accepted = parsed.ok && (major === undefined || parsed.value.version.startsWith(major))
  return expectEqual(vector, accepted ? 'valid' : 'refused', valid ? 'valid' : 'refused')
}
