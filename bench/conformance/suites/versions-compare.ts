import { z } from 'zod'
import { compareVersions, isValidVersion } from '#core/versions'
import { failedCase } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'
import { schemeOf } from './versions-scheme.ts'

const holds = {
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '=': (order: number) => order === 0,
  '==': (order: number) => order === 0,
  '!=': (order: number) => order !== 0,
  '>=': (order: number) => order >= 0,
  '>': (order: number) => order > 0,
}
const compareCase = z.object({
  a: z.string(),
  op: z.enum(['<', '<=', '=', '==', '!=', '>=', '>']),
  b: z.string(),
})

/** Pairs whose order the ecosystem's own tool gives. Both ways round: an order that holds one way only is no order. */
export const versionsCompareSuite: Suite = {
  name: 'versions/compare',
  runnerFor: () => ({ kind: 'lines', run: (line, file) => runCompareCase(compareCase.parse(line), file) }),
}

function runCompareCase({ a, op, b }: z.infer<typeof compareCase>, file: ConformanceFile): CaseResult {
  const label = `${a} ${op} ${b}`
  const scheme = schemeOf(file)
  if (!scheme) return failedCase(label, 'no such scheme')
  const order = Math.sign(compareVersions(scheme, a, b))
  const back = Math.sign(compareVersions(scheme, b, a))
  if (holds[op](order) && order + back === 0) return { passed: true, label }
  const unparsable = [a, b].filter((version) => !isValidVersion(scheme, version))
  const note = unparsable.length > 0 ? `, unparsable: ${unparsable.join(' and ')}` : ''
  return failedCase(label, `order ${order}, reversed ${back}${note}`)
}
