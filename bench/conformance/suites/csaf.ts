import { z } from 'zod'
import { parseVex } from '#core/vocabulary/vex'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'
import { accountsForAll, exampleRunner, wrongDrops } from './vex.ts'

const validatorCase = z.object({ test: z.string(), file: z.string(), valid: z.boolean(), doc: z.unknown() })

/**
 * Rules whose breach makes a product status ambiguous (CSAF 2.0, section 6.1): product ids not defined (1), defined
 * twice (2) or by themselves (3), contradicting status (6), VEX without vulnerability id (27.8) or without a reason
 * (27.9). A document that breaks one must have nothing taken from the entries concerned.
 */
const rulesOfStatus = new Set(['6.1.1', '6.1.2', '6.1.3', '6.1.6', '6.1.27.8', '6.1.27.9'])

/**
 * CSAF as Lunette reads it: for product status. A valid document must be read without dropping what names its product and vulnerability; one that
 * breaks a rule of status must have entries dropped, or none to keep; one that breaks another rule must be read.
 */
export const csafSuite: Suite = {
  name: 'csaf',
  runnerFor: (file) => {
    if (file.path.endsWith('.ndjson'))
      return { kind: 'lines', run: (line) => runValidatorCase(validatorCase.parse(line)) }
    if (file.path.includes('/schema/')) return { kind: 'support', why: 'JSON schema' }
    if (/_csaf_(?!schema)[^/]*\.json$/.test(file.path) && !/_(ROLIE|aggregator|provider-metadata)_/.test(file.path))
      return exampleRunner
    return { kind: 'support', why: 'feed, aggregator or provider metadata, no advisory' }
  },
}

function runValidatorCase({ test, file, valid, doc }: z.infer<typeof validatorCase>): CaseResult {
  const label = `${test} ${valid ? 'valid' : 'invalid'} ${file}`
  const document = parseVex(doc)
  if (!document.ok) return valid ? failedCase(label, document.error.message) : { passed: true, label }
  if (!accountsForAll(document.value)) return failedCase(label, 'entries are neither kept nor dropped')
  const { dropped, kept } = document.value.outcome
  if (valid) return expectEqual(label, wrongDrops(document.value), [])
  if (!rulesOfStatus.has(test)) return { passed: true, label }
  return dropped.length > 0 || kept === 0
    ? { passed: true, label }
    : failedCase(label, `${kept} entries kept, none dropped`)
}
