import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { CaseResult } from './types.ts'

/** Cases we fail on purpose: by suite, and by patterns over the file, the case and what came instead. Each has its reason. */
const rules = z.array(
  z.object({
    suite: z.string(),
    file: z.string().optional(),
    case: z.string().optional(),
    got: z.string().optional(),
    reason: z.string().min(20),
  }),
)

export interface Refusal {
  suite: string
  file: RegExp
  case: RegExp
  got: RegExp
  reason: string
}

export function readRefusals(path: string): Refusal[] {
  return rules.parse(JSON.parse(readFileSync(path, 'utf8'))).map((rule) => ({
    suite: rule.suite,
    file: new RegExp(rule.file ?? ''),
    case: new RegExp(rule.case ?? ''),
    got: new RegExp(rule.got ?? ''),
    reason: rule.reason,
  }))
}

/** The reason why a failed case is refused on purpose; `undefined` for an honest failure. */
export function reasonOf(
  refusals: readonly Refusal[],
  suite: string,
  file: string,
  result: CaseResult,
): string | undefined {
  const fits = (rule: Refusal) =>
    rule.suite === suite && rule.file.test(file) && rule.case.test(result.label) && rule.got.test(result.got ?? '')
  return refusals.find(fits)?.reason
}
