import { z } from 'zod'
import { contains, parseNativeRange, type SchemeId } from '#core/versions'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, ConformanceFile, Suite } from '../types.ts'
import { schemeOf } from './versions-scheme.ts'

const rangeCase = z.object({
  range: z.string(),
  version: z.string(),
  in: z.boolean(),
  opt: z.unknown().optional(),
})
const nodeOptions = z.object({ includePrerelease: z.boolean().optional(), loose: z.boolean().optional() }).catch({})
const theoryCase = z.object({ test: z.string(), args: z.array(z.unknown()).min(1) })

/** Whether a version satisfies a range in the ecosystem's own syntax. */
export const versionsRangesSuite: Suite = {
  name: 'versions/ranges',
  runnerFor: () => ({
    kind: 'lines',
    run: (line, file) => {
      const theory = theoryCase.safeParse(line)
      return theory.success ? runTheory(theory.data) : runRangeCase(rangeCase.parse(line), file)
    },
  }),
}

function runRangeCase(given: z.infer<typeof rangeCase>, file: ConformanceFile): CaseResult {
  const label = `${given.version} in ${given.range}${given.opt === undefined ? '' : ` ${JSON.stringify(given.opt)}`}`
  const scheme = schemeOf(file)
  if (!scheme) return failedCase(label, 'no such scheme')
  return expectEqual(label, satisfies(scheme, given.range, given.version, optionsOf(scheme, given.opt, file)), given.in)
}

type NativeOptions = NonNullable<Parameters<typeof parseNativeRange>[2]>

/** Schemes whose own range tests keep prereleases out unless an option or the range lets them in. */
const gated = new Set<SchemeId>(['npm', 'cargo', 'conan', 'composer'])
/** How Conan and Elixir name the choice in their own tests. */
const otherOptions = z.union([
  z.object({ resolve_prereleases: z.boolean() }).transform((given) => given.resolve_prereleases),
  z.literal('allow_pre: false').transform(() => undefined),
])

/** Files whose tests ask for another reading than the scheme's own tests do. */
const readings: readonly (readonly [file: RegExp, reading: NativeOptions['prereleases']])[] = [
  // grype and Trivy ask whether an advisory's range holds a version: by the order, bounds as written.
  [/\.grype-/, 'ordered'],
  [/go-pep440-\S+_CheckWithPreRelease\./, 'ordered'],
  [/semver\.go-\S+ZeroPadding/, 'ordered'],
  [/semver\.go-\S+_CheckWithPreRelease\./, 'included'],
  [/semver\.go-/, 'resolver'],
]

function optionsOf(scheme: SchemeId, given: unknown, file: ConformanceFile): NativeOptions {
  const asked = readings.find(([name]) => name.test(file.path))
  if (asked) return { prereleases: asked[1] }
  const { includePrerelease = false, loose = false } = nodeOptions.parse(given)
  const other = otherOptions.safeParse(given)
  if (other.success)
    return { prereleases: other.data === undefined ? 'resolver' : other.data ? 'included' : 'excluded' }
  if (scheme === 'pypi') return { prereleases: 'included' }
  return { prereleases: includePrerelease ? 'included' : gated.has(scheme) ? 'resolver' : 'ordered', loose }
}

function satisfies(scheme: SchemeId, text: string, version: string, options: NativeOptions = {}): boolean | string {
  const range = parseNativeRange(scheme, text, options)
  // node-semver answers that nothing satisfies what is no range.
  if (!range.ok) return scheme === 'npm' ? false : 'no such range'
  return contains(range.value, version) === 'inside'
}

/** NuGet's own range tests by name, those that say something about ranges and versions. */
function runTheory({ test, args }: z.infer<typeof theoryCase>): CaseResult {
  const [range = '', version = ''] = args.map(String)
  const label = `${test} ${JSON.stringify(args)}`
  const parsed = parseNativeRange('nuget', range)
  if (/Throws/.test(test)) return expectEqual(label, parsed.ok, false)
  if (test === 'ParseVersionRangeDoesNotSatisfy') return expectEqual(label, satisfies('nuget', range, version), false)
  if (test === 'ParseVersionRangeSatisfies') return expectEqual(label, satisfies('nuget', range, version), true)
  return expectEqual(label, parsed.ok, true)
}
