import { z } from 'zod'
import { formatPurl, type Purl, parsePurl } from '#core/vocabulary'
import { expectEqual } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'

const text = z.string().nullish()
const parts = z.object({
  type: text,
  namespace: text,
  name: text,
  version: text,
  qualifiers: z.record(z.string(), z.string()).nullish(),
  subpath: text,
})
const purlCase = z.discriminatedUnion('test_type', [
  z.object({
    test_type: z.literal('parse'),
    input: z.string(),
    expected_output: parts.nullish(),
    expected_failure: z.boolean(),
  }),
  z.object({ test_type: z.literal('build'), input: parts, expected_output: text, expected_failure: z.boolean() }),
  z.object({
    test_type: z.enum(['validate', 'roundtrip']),
    input: z.string(),
    expected_output: text,
    expected_failure: z.boolean(),
  }),
])
type PurlCase = z.infer<typeof purlCase>

/** Cases of the purl specification. `parse` and `build` are strict; `validate` turns loose input into canonical text. */
export const purlSuite: Suite = {
  name: 'purl',
  runnerFor: () => ({ kind: 'lines', run: (line) => runPurlCase(purlCase.parse(line)) }),
}

function runPurlCase(purl: PurlCase): CaseResult {
  const label = `${purl.test_type} ${JSON.stringify(purl.input)}`
  const result = outcome(purl)
  if (purl.expected_failure) return expectEqual(label, result === undefined ? 'refused' : result, 'refused')
  const expected =
    purl.test_type === 'parse' && purl.expected_output ? plain(purl.expected_output) : purl.expected_output
  return expectEqual(label, result ?? 'refused', expected)
}

/** What the product makes of the input; `undefined` when it refuses. */
function outcome(purl: PurlCase): unknown {
  if (purl.test_type === 'build') {
    const { type, name, ...rest } = purl.input
    const built = formatPurl({ ...withoutNulls(rest), type: type ?? '', name: name ?? '' }, { strict: true })
    return built.ok ? built.value.text : undefined
  }
  const parsed = parsePurl(purl.input, { strict: purl.test_type === 'parse' })
  if (!parsed.ok) return undefined
  return purl.test_type === 'parse' ? plain(parsed.value) : parsed.value.text
}

function plain(purl: z.infer<typeof parts> | Purl) {
  const { type, namespace, name, version, qualifiers, subpath } = purl
  return withoutNulls({ type, namespace, name, version, qualifiers: qualifiers ?? {}, subpath })
}

function withoutNulls<T extends object>(values: T): { [Key in keyof T]: Exclude<T[Key], null> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined)) as {
    [Key in keyof T]: Exclude<T[Key], null>
  }
}
