import { intersectIntervals, invertIntervals, unionIntervals } from '../interval-set.ts'
import type { Interval } from '../types.ts'
import type { NativeOptions, NativePart, NativeSyntax } from './types.ts'

const specifier = /^(===|==|!=|~=|<=|>=|<|>|=)?\s*(\S+)$/
const parts =
  /^v?((?:\d+!)?\d+(?:\.\d+)*)(?:[-_.]?(alpha|beta|preview|pre|a|b|c|rc)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?dev[-_.]?(\d*))?(\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?(\.\*)?$/i
const shortForms: Readonly<Record<string, string>> = { alpha: 'a', beta: 'b', c: 'rc', pre: 'rc', preview: 'rc' }
/** No project counts its post-releases so far. */
const LAST_POST = '.post999999999999'

/** A version in PEP 440's normal form, in pieces. */
interface Pieces {
  release: string
  pre: string
  post: string | undefined
  dev: string | undefined
  local: string
  wildcard: boolean
}

/** PEP 440 version specifiers; commas (advisories: blanks) join, `||` separates alternatives. */
export const pypi: NativeSyntax = (text, options) => {
  const alternatives = text.split('||').map((alternative) => alternative.trim())
  const sets: NativePart[] = []
  for (const alternative of alternatives.length > 1 ? alternatives.filter(Boolean) : alternatives) {
    const set = specifierSet(alternative, options)
    if (!set) return undefined
    sets.push(set)
  }
  const intervals = unionIntervals(
    'pypi',
    sets.flatMap((set) => set.intervals),
  )
  if (options.prereleases !== 'resolver') return { intervals }
  return {
    intervals,
    prereleases: unionIntervals(
      'pypi',
      sets.flatMap((set) => set.prereleases ?? []),
    ),
  }
}

function specifierSet(text: string, options: NativeOptions): NativePart | undefined {
  const words = text
    .replace(/([<>=~!])\s+/g, '$1')
    .split(/[,\s]+/)
    .filter(Boolean)
  let intervals: Interval[] = [{}]
  let named = false
  for (const word of words) {
    const [, stated, version = ''] = specifier.exec(word.replace(/['"]/g, '')) ?? []
    if (stated === undefined && options.prereleases === 'resolver') return undefined
    const sign = stated ?? '=='
    const part = sign === '===' ? pointOf(version) : conditionOf(sign, version, options)
    if (!part) return undefined
    intervals = intersectIntervals('pypi', intervals, part)
    named ||= sign !== '!=' && /(?:a|b|c|rc|alpha|beta|pre|preview|dev)[-_.]?\d*$/i.test(version)
  }
  return { intervals, ...(options.prereleases === 'resolver' && { prereleases: named ? intervals : [] }) }
}

function conditionOf(sign: string, version: string, options: NativeOptions): Interval[] | undefined {
  if (version === '*') return sign === '==' || sign === '=' ? [{}] : undefined
  const strict = options.prereleases === 'resolver'
  const pieces = piecesOf(version)
  if (!pieces) return version && sign !== '~=' && !strict ? plain(sign, version) : undefined
  if (pieces.wildcard) return strict && (pieces.pre || pieces.post !== undefined) ? undefined : wildcard(sign, pieces)
  if (strict && pieces.local && !['==', '!=', '='].includes(sign)) return undefined
  if (sign === '~=') return compatible(pieces)
  return exactly(sign, pieces, (options.prereleases ?? 'ordered') === 'ordered')
}

/** By the order alone, for what is no PEP 440 version. */
function plain(sign: string, version: string): Interval[] {
  const point = pointOf(version)
  const readings: Readonly<Record<string, Interval[]>> = {
    '<': [{ max: version }],
    '<=': [{ max: version, maxInclusive: true }],
    '>': [{ min: version, minExclusive: true }],
    '>=': [{ min: version }],
    '!=': invertIntervals('pypi', point),
  }
  return readings[sign] ?? point
}

/**
 * PEP 440: a public version also means its local ones; `<` leaves out its prereleases, `>` its post-releases. Advisories
 * (`ordered`) mean both bounds by the order.
 */
function exactly(sign: string, pieces: Pieces, ordered: boolean): Interval[] {
  const version = textOf(pieces)
  const equal = pieces.local ? pointOf(version) : [{ min: version, max: successor(pieces) }]
  const isFinal = pieces.pre === '' && pieces.dev === undefined
  const readings: Readonly<Record<string, Interval[]>> = {
    '<': [{ max: !ordered && isFinal && pieces.post === undefined ? `${version}.dev0` : version }],
    '<=': [{ max: successor(pieces) }],
    '>': [ordered ? { min: successor(pieces) } : above(pieces)],
    '>=': [{ min: version }],
    '!=': invertIntervals('pypi', equal),
  }
  return readings[sign] ?? equal
}

function above(pieces: Pieces): Interval {
  if (pieces.post !== undefined || pieces.dev !== undefined) return { min: successor(pieces) }
  return { min: textOf(pieces) + LAST_POST, minExclusive: true }
}

function wildcard(sign: string, pieces: Pieces): Interval[] | undefined {
  if (pieces.dev !== undefined || pieces.local) return undefined
  const inside = [{ min: `${textOf(pieces)}.dev0`, max: `${nextPrefix(pieces)}.dev0` }]
  if (sign === '!=') return invertIntervals('pypi', inside)
  return sign === '==' || sign === '=' ? inside : undefined
}

function nextPrefix(pieces: Pieces): string {
  const { release, pre, post } = pieces
  if (post !== undefined) return `${release}${pre}.post${next(post)}`
  if (pre === '') return nextRelease(release)
  return `${release}${pre.replace(/\d+$/, next)}`
}

function compatible(pieces: Pieces): Interval[] | undefined {
  const prefix = pieces.release.slice(0, pieces.release.lastIndexOf('.'))
  if (!pieces.release.includes('.')) return undefined
  return [{ min: textOf(pieces), max: `${nextRelease(prefix)}.dev0` }]
}

/** The least version above a public version and all of its local ones. */
function successor({ release, pre, post, dev }: Pieces): string {
  if (dev !== undefined) return `${release}${pre}${post === undefined ? '' : `.post${post}`}.dev${next(dev)}`
  return `${release}${pre}.post${post === undefined ? '0' : next(post)}.dev0`
}

function piecesOf(text: string): Pieces | undefined {
  const found = parts.exec(text)
  if (!found) return undefined
  const [, release = '', word, number, dashPost, postWord, postNumber, dev, local = '', star] = found
  const name = word?.toLowerCase()
  return {
    release,
    pre: name ? `${shortForms[name] ?? name}${number || '0'}` : '',
    post: dashPost ?? (postWord && (postNumber || '0')),
    dev: dev === undefined ? undefined : dev || '0',
    local,
    wildcard: star !== undefined,
  }
}

function textOf({ release, pre, post, dev, local }: Pieces): string {
  return `${release}${pre}${post === undefined ? '' : `.post${post}`}${dev === undefined ? '' : `.dev${dev}`}${local}`
}

function nextRelease(release: string): string {
  return release.replace(/\d+$/, next)
}

function next(digits: string): string {
  return String(BigInt(digits) + 1n)
}

function pointOf(version: string): Interval[] {
  return [{ min: version, max: version, maxInclusive: true }]
}
