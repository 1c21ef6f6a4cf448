import { z } from 'zod'
import { isValidVersion, parseNativeRange } from '#core/versions'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'
import { schemeOf } from './versions-scheme.ts'

const plainCase = z.object({ input: z.string(), valid: z.boolean() })
/** A row of an xunit theory: the last argument is the version; the theory's name says whether it must parse. */
const theoryCase = z.object({ test: z.string(), args: z.array(z.unknown()).min(1) })
const validCase = z.union([
  plainCase,
  theoryCase.transform(({ test, args }) => ({
    input: String(args.at(-1)),
    valid: !/bad|invalid|fail|throw/i.test(test),
  })),
])

/** What is a version of a scheme and what is not. */
export const versionsValidSuite: Suite = {
  name: 'versions/valid',
  runnerFor: () => ({ kind: 'lines', run: (line, file) => runValidCase(validCase.parse(line), file) }),
}

function runValidCase({ input, valid }: z.infer<typeof validCase>, file: ConformanceFile): CaseResult {
  if (file.path.includes('/pypi-specifier.'))
    return expectEqual(input, parseNativeRange('pypi', input, { prereleases: 'resolver' }).ok, valid)
  const scheme = schemeOf(file)
  return scheme ? expectEqual(input, isValidVersion(scheme, input), valid) : failedCase(input, 'no such scheme')
}
