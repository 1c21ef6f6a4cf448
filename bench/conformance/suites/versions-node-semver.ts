import { z } from 'zod'
import {
  compareVersions,
  contains,
  type Interval,
  increment,
  isValidVersion,
  type PrereleaseName,
  parseNativeRange,
  releaseKinds,
  type VersionRange,
} from '#core/versions'
import { expectEqual, failedCase } from '../case-result.ts'
import type { CaseResult, Suite } from '../types.ts'

const rowCase = z.object({ args: z.array(z.unknown()).min(1) })
const nodeOptions = z.object({ includePrerelease: z.boolean().optional(), loose: z.boolean().optional() }).catch({})
const subsetCase = z.object({ sub: z.string(), dom: z.string(), subset: z.boolean(), opt: z.unknown() })

/** node-semver's own fixtures, by file: what we ask of a range is bounds, containment and order. */
export const nodeSemverSuite: Suite = {
  name: 'versions/node-semver',
  runnerFor: (file) => {
    const run = runners[file.path.replace(/^.*\/|\.ndjson$/g, '')]
    return run && { kind: 'lines', run }
  },
}

const runners: Readonly<Record<string, (line: unknown) => CaseResult>> = {
  'valid-versions': (line) => validity(line, true),
  'invalid-versions': (line) => validity(line, false),
  'version-gt-range': (line) => beyond(line, 'above', true),
  'version-not-gt-range': (line) => beyond(line, 'above', false),
  'version-lt-range': (line) => beyond(line, 'below', true),
  'version-not-lt-range': (line) => beyond(line, 'below', false),
  'range-intersection': intersection,
  'comparator-intersection': intersection,
  'range-parse': (line) => {
    const [text, canonical, options] = rowCase.parse(line).args
    const range = rangeOf(text, options)
    if (canonical === null) return expectEqual(String(text), range === undefined, true)
    return expectEqual(`${text} is ${canonical}`, range, rangeOf(canonical, options))
  },
  subset: (line) => {
    const { sub, dom, subset, opt } = subsetCase.parse(line)
    const [inner, outer] = [rangeOf(sub, opt), rangeOf(dom, opt)]
    if (!inner || !outer) return failedCase(`${sub} ⊂ ${dom}`, 'no such range')
    const releases = isWithin(bounds(inner), bounds(outer))
    const prereleases = isWithin(inner.prereleases ?? [], outer.prereleases ?? inner.prereleases ?? [])
    return expectEqual(`${sub} ⊂ ${dom}`, releases && prereleases, subset)
  },
  increments: (line) => incremented(rowCase.parse(line).args),
}

/** A value that is no text never reaches the version parser: it is refused at the edge. */
function validity(line: unknown, valid: boolean): CaseResult {
  const [value] = rowCase.parse(line).args
  return expectEqual(JSON.stringify(value), typeof value === 'string' && isValidVersion('npm', value), valid)
}

function beyond(line: unknown, side: 'above' | 'below', expected: boolean): CaseResult {
  const [text, version, options] = z.tuple([z.string(), z.string()]).rest(z.unknown()).parse(rowCase.parse(line).args)
  const label = `${version} ${side} ${text}`
  const range = rangeOf(text, options)
  if (!range) return failedCase(label, 'no such range')
  const read = loosely(version, options)
  const outside = contains(range, read) === 'outside'
  const past = side === 'above' ? isPastEnd : isPastStart
  return expectEqual(label, outside && bounds(range).every((interval) => past(interval, read)), expected)
}

/**
 * node-semver's `gtr`: the range does not admit the version, has an end, and does not begin above the version. So a
 * prerelease between the bounds is beyond a range that admits none.
 */
function isPastEnd({ min, minExclusive, max }: Interval, version: string): boolean {
  if (max === undefined) return false
  const order = min === undefined ? 1 : compareVersions('npm', version, min)
  return order > 0 || (order === 0 && !minExclusive)
}

/** node-semver's `ltr`, the other way round. */
function isPastStart({ min, max, maxInclusive }: Interval, version: string): boolean {
  if (min === undefined) return false
  const order = max === undefined ? -1 : compareVersions('npm', version, max)
  return order < 0 || (order === 0 && maxInclusive === true)
}

const incrementCase = z
  .tuple([z.string(), z.string(), z.string().nullable()])
  .rest(z.unknown())
  .transform(([version, kind, expected, options, identifier, base]) => ({
    version,
    kind: z.enum(releaseKinds).safeParse(kind).data,
    expected: expected ?? undefined,
    options,
    name: z
      .object({ identifier: z.string().optional(), base: z.enum(['0', '1']).or(z.literal(false)).optional() })
      .parse({ identifier, base: typeof base === 'number' ? String(base) : base }),
  }))

/** `null` is expected where node-semver refuses. */
function incremented(args: unknown[]): CaseResult {
  const { version, kind, expected, options, name } = incrementCase.parse(args)
  const made = kind && increment(loosely(version, options), kind, name as PrereleaseName)
  return expectEqual(JSON.stringify(args), made?.ok ? made.value : undefined, expected)
}

function intersection(line: unknown): CaseResult {
  const [a, b, expected] = z
    .tuple([z.string(), z.string(), z.boolean()])
    .rest(z.unknown())
    .parse(rowCase.parse(line).args)
  const [left, right] = [rangeOf(a), rangeOf(b)]
  if (!left || !right) return failedCase(`${a} ∩ ${b}`, 'no such range')
  const meet = bounds(left).some((one) => bounds(right).some((other) => !apart(one, other) && !apart(other, one)))
  return expectEqual(`${a} ∩ ${b}`, meet, expected)
}

/** Whether one interval ends before the other begins. */
function apart({ max, maxInclusive }: Interval, { min, minExclusive }: Interval): boolean {
  if (max === undefined || min === undefined) return false
  const order = compareVersions('npm', max, min)
  return order < 0 || (order === 0 && !(maxInclusive && !minExclusive))
}

function isWithin(inner: readonly Interval[], outer: readonly Interval[]): boolean {
  return inner.every((small) => outer.some((big) => holds(big, small)))
}

function holds(big: Interval, small: Interval): boolean {
  const lower =
    big.min === undefined || (small.min !== undefined && lowerFits(big, small.min, small.minExclusive === true))
  const upper =
    big.max === undefined || (small.max !== undefined && upperFits(big, small.max, small.maxInclusive === true))
  return lower && upper
}

function lowerFits(big: Interval, min: string, exclusive: boolean): boolean {
  const order = compareVersions('npm', min, big.min ?? min)
  return order > 0 || (order === 0 && (!big.minExclusive || exclusive))
}

function upperFits(big: Interval, max: string, inclusive: boolean): boolean {
  const order = compareVersions('npm', max, big.max ?? max)
  return order < 0 || (order === 0 && (big.maxInclusive === true || !inclusive))
}

/** Intervals and single versions alike. */
function bounds({ intervals, versions = [] }: VersionRange): Interval[] {
  return [...intervals, ...versions.map((version): Interval => ({ min: version, max: version, maxInclusive: true }))]
}

/** A version as node-semver's loose mode writes it out: the only one of its own range. */
function loosely(version: string, options: unknown): string {
  const [only] = rangeOf(version, options)?.intervals ?? []
  return only?.min !== undefined && only.min === only.max ? only.min : version
}

/** As node-semver reads it; its options are an object, its source text or, in old rows, `true` for loose. */
function rangeOf(text: unknown, given?: unknown): VersionRange | undefined {
  if (typeof text !== 'string') return undefined
  const { includePrerelease, loose } = optionsOf(given)
  const prereleases = includePrerelease ? 'included' : 'resolver'
  const range = parseNativeRange('npm', text, { prereleases, ...(loose && { loose }) })
  return range.ok ? range.value : undefined
}

function optionsOf(given: unknown): z.infer<typeof nodeOptions> {
  if (given === true) return { loose: true }
  if (typeof given !== 'string') return nodeOptions.parse(given)
  return { includePrerelease: /includePrerelease: true/.test(given), loose: /loose: true/.test(given) }
}
