import { z } from 'zod'
import { contains, formatVers, parseVers, rangeFromVers, versFromNative } from '#core/versions'
import { expectEqual } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'

const failure = { expected_failure: z.boolean().default(false) }
const versCase = z.discriminatedUnion('test_type', [
  z.object({
    test_type: z.literal('from_native'),
    input: z.object({ native_range: z.string(), scheme: z.string() }),
    expected_output: z.string().nullish(),
    ...failure,
  }),
  z.object({
    test_type: z.literal('containment'),
    input: z.object({ vers: z.string(), version: z.string() }),
    expected_output: z.boolean().nullish(),
    ...failure,
  }),
  z.object({
    test_type: z.enum(['validate', 'roundtrip']),
    input: z.string(),
    expected_output: z.string().nullish(),
    ...failure,
  }),
  z.object({
    test_type: z.literal('parse'),
    input: z.string(),
    expected_output: z.unknown().optional(),
    ...failure,
  }),
])
type VersCase = z.infer<typeof versCase>

/** The VERS test suite: ranges from native syntax, canonical text, strict parsing and containment. */
export const versSuite: Suite = {
  name: 'vers',
  runnerFor: () => ({ kind: 'lines', run: (line) => runVersCase(versCase.parse(line)) }),
}

function runVersCase(given: VersCase): CaseResult {
  const got = answerTo(given)
  const label = typeof given.input === 'string' ? given.input : Object.values(given.input).join(' : ')
  return expectEqual(label, got, given.expected_failure ? undefined : given.expected_output)
}

/** `undefined` where the product refuses the input. */
function answerTo(given: VersCase): unknown {
  switch (given.test_type) {
    case 'from_native': {
      const vers = versFromNative(given.input.scheme, given.input.native_range)
      return vers.ok ? formatVers(vers.value) : undefined
    }
    case 'containment':
      return held(given.input.vers, given.input.version)
    case 'parse':
      return parsed(given.input)
    default: {
      const vers = parseVers(given.input)
      return vers.ok ? formatVers(vers.value) : undefined
    }
  }
}

function held(text: string, version: string): boolean | undefined {
  const vers = parseVers(text)
  const range = vers.ok ? rangeFromVers(vers.value) : vers
  return range.ok ? contains(range.value, version) === 'inside' : undefined
}

function parsed(text: string): unknown {
  const vers = parseVers(text, { canonical: true })
  if (!vers.ok) return undefined
  const { type, constraints } = vers.value
  return { scheme: type, version_constraints: constraints.map(({ comparator, version }) => [comparator, version]) }
}
