import type { Interval } from '../types.ts'
import type { NativeOptions } from './types.ts'

/** A version with open places: `1.2.x` has two numbers. */
export interface SemverPartial {
  numbers: bigint[]
  /** With its dash, only after three numbers; else empty. */
  prerelease: string
}

const strict = /^[v=]*(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*])(-[0-9A-Za-z.-]+)?)?)?(?:\+[0-9A-Za-z.-]+)?$/
const loose =
  /^[v=]*(\d+|[xX*])(?:\.(\d+|[xX*])(?:\.(\d+|[xX*])(-?(?:[A-Za-z-][0-9A-Za-z.-]*|-[0-9A-Za-z.-]+))?)?)?(?:\+[0-9A-Za-z.-]+)?$/
const MOST = BigInt(Number.MAX_SAFE_INTEGER)

/** `undefined`: no version, no x-range. The empty text is `*`. */
export function partialOf(text: string, options: NativeOptions): SemverPartial | undefined {
  if (text === '') return { numbers: [], prerelease: '' }
  const found = (options.loose ? loose : strict).exec(text)
  if (!found) return undefined
  const places = found.slice(1, 4).filter((place) => place !== undefined)
  const open = places.findIndex((place) => /[xX*]/.test(place))
  if (open >= 0 && places.slice(open).some((place) => !/[xX*]/.test(place))) return undefined
  const digits = open < 0 ? places : places.slice(0, open)
  if (!options.loose && digits.some((number) => number.length > 1 && number.startsWith('0'))) return undefined
  const numbers = digits.map(BigInt)
  if (numbers.some((number) => number > MOST)) return undefined
  const prerelease = numbers.length === 3 ? (found[4] ?? '') : ''
  if (!options.loose && /(?:^-|\.)(?:0\d+)?(?:\.|$)/.test(prerelease)) return undefined
  return { numbers, prerelease: prerelease && `-${prerelease.replace(/^-/, '')}` }
}

type Reading = (partial: SemverPartial, options: NativeOptions) => Interval[]

/** Operators by node-semver's README ("Advanced Range Syntax"); Cargo's mean the same. */
export const semverOperators: Readonly<Record<string, Reading>> = {
  '': exact,
  '=': exact,
  '==': exact,
  '>': (partial, options) => {
    if (partial.numbers.length === 0) return []
    if (partial.numbers.length === 3) return [{ min: textOf(partial), minExclusive: true }]
    return [{ min: bumped(partial.numbers, options.prereleases === 'included') }]
  },
  '>=': (partial, options) => (partial.numbers.length === 0 ? [{}] : [{ min: lowest(partial, options) }]),
  '<': (partial, options) => {
    if (partial.numbers.length === 0) return []
    const zero = partial.numbers.length < 3 && !isOrdered(options) ? '-0' : ''
    return [{ max: textOf(partial) + zero }]
  },
  '<=': (partial, options) => {
    if (partial.numbers.length === 0) return [{}]
    return [upTo(partial, options)]
  },
  '~': (partial, options) => from(partial, partial.numbers.slice(0, 2), options),
  '~>': (partial, options) => from(partial, partial.numbers.slice(0, 2), options),
  '^': (partial, options) => {
    const first = partial.numbers.findIndex((number) => number !== 0n)
    return from(partial, partial.numbers.slice(0, first < 0 ? partial.numbers.length : first + 1), options)
  },
}

/** `1.2 - 2.3`: open places are zero below and anything above. */
export function hyphenRange(low: SemverPartial, high: SemverPartial, options: NativeOptions): Interval[] {
  const lower = low.numbers.length === 0 ? {} : { min: lowest(low, options) }
  if (high.numbers.length === 0) return [lower]
  return [{ ...lower, ...upTo(high, options) }]
}

function exact(partial: SemverPartial, options: NativeOptions): Interval[] {
  if (partial.numbers.length < 3) return from(partial, partial.numbers, options)
  const version = textOf(partial)
  return [{ min: version, max: version, maxInclusive: true }]
}

/** At least the partial, below the next of the kept numbers. */
function from(partial: SemverPartial, kept: readonly bigint[], options: NativeOptions): Interval[] {
  if (partial.numbers.length === 0) return [{}]
  return [{ min: lowest(partial, options), max: bumped(kept, !isOrdered(options)) }]
}

function upTo(partial: SemverPartial, options: NativeOptions): Interval {
  if (partial.numbers.length === 3) return { max: textOf(partial), maxInclusive: true }
  return { max: bumped(partial.numbers, !isOrdered(options)) }
}

function lowest(partial: SemverPartial, options: NativeOptions): string {
  const open = partial.numbers.length < 3 && options.prereleases === 'included'
  return textOf(partial) + (open ? '-0' : '')
}

function isOrdered({ prereleases = 'ordered' }: NativeOptions): boolean {
  return prereleases === 'ordered'
}

function textOf({ numbers, prerelease }: SemverPartial): string {
  return [...numbers, 0n, 0n, 0n].slice(0, 3).join('.') + prerelease
}

function bumped(numbers: readonly bigint[], belowPrereleases: boolean): string {
  const upper = numbers.map((number, at) => (at === numbers.length - 1 ? number + 1n : number))
  return textOf({ numbers: upper, prerelease: belowPrereleases ? '-0' : '' })
}
