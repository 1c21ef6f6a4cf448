import { readBrackets } from '../ranges/bracket-list.ts'
import { caretLength, dottedNumbers, nextOf, padded } from '../ranges/dotted-numbers.ts'
import { comparatorList } from './comparator-list.ts'
import type { ConstraintReader, VersConstraint } from './types.ts'

/** How the ranges of a VERS type are written natively; comparators where nothing else is said. */
export function readerOf(type: string): ConstraintReader {
  return readers[type] ?? comparators
}

const comparators = comparatorList({ '~': tilde, '^': caret, '~>': pessimistic, '~=': pessimistic })

const wildcards = comparatorList({ '': wildcard, '>=': fromWildcard, '~': tilde, '^': caret })
/** `1.2 - 1.4` is both its ends and all between. */
const hyphen = /(^|\|)\s*([^\s|]+)\s+-\s+([^\s|]+)\s*(?=\||$)/g

const conan = comparatorList({ '~': conanTilde, '^': conanCaret })
/** Options, and the dash that lets prereleases in, say nothing about bounds. */
const conanOptions = /,\s*(?:include_prerelease|loose)(?:\s*=\s*\w+)?|-(?=[\s,|]|$)/g

const readers: Readonly<Record<string, ConstraintReader>> = {
  npm: (text) => wildcards(text.replace(hyphen, '$1>=$2 <=$3')),
  composer: (text) => wildcards(text.replace(hyphen, '$1>=$2 <=$3')),
  conan: (text) =>
    conan(
      text
        .replace(/^\[|\]$/g, '')
        .replace(/\*(?!$)-?/, '*')
        .replace(conanOptions, '')
        .replace(/^\s*\*\s*$/, '>=0.0.0'),
    ),
  maven: brackets,
  nuget: brackets,
}

function wildcard(version: string): VersConstraint[] | undefined {
  const found = /^v?(\d+(?:\.\d+)*)\.[xX*]/.exec(version)
  if (!found) return /^[xX]$/.test(version) ? [] : [{ comparator: '=', version }]
  const numbers = dottedNumbers(found[1] ?? '')
  return numbers && between(padded(numbers, 3), nextOf(numbers, 3))
}

function fromWildcard(version: string): VersConstraint[] {
  return [{ comparator: '>=', version: version.replace(/(?:\.[xX*])+$/, '') }]
}

/** Below the next second number, or the next first where it stands alone. */
function tilde(version: string): VersConstraint[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && between(version, nextOf(numbers.slice(0, 2), 3))
}

function caret(version: string): VersConstraint[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && between(version, nextOf(numbers.slice(0, caretLength(numbers)), 3))
}

/** RubyGems' `~>` and PEP 440's `~=`: below the next of the second to last number. */
function pessimistic(version: string): VersConstraint[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && between(version, nextOf(numbers.length > 1 ? numbers.slice(0, -1) : numbers))
}

/** Conan's upper bounds end in a dash: prereleases of the bound stay out. */
function conanTilde(version: string): VersConstraint[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && between(version, `${nextOf(numbers.slice(0, 2))}-`)
}

function conanCaret(version: string): VersConstraint[] | undefined {
  const numbers = dottedNumbers(version)
  return numbers && between(version, `${nextOf(numbers.slice(0, caretLength(numbers)))}-`)
}

/** Maven's and NuGet's intervals; a version without brackets is the least one wanted. */
function brackets(text: string): readonly VersConstraint[] | undefined {
  const bare = text.replace(/\s+/g, '')
  if (!/[[(]/.test(bare)) return bare === '' ? undefined : [{ comparator: '>=', version: bare }]
  return readBrackets(bare)?.flatMap(({ low, minExclusive, high, maxInclusive }): VersConstraint[] => {
    if (high === undefined) return [{ comparator: '=', version: low }]
    return [
      ...(low === '' ? [] : [{ comparator: minExclusive ? '>' : '>=', version: low } as const]),
      ...(high === '' ? [] : [{ comparator: maxInclusive ? '<=' : '<', version: high } as const]),
    ]
  })
}

/** From a version up to, but not including, another. */
function between(from: string, below: string): VersConstraint[] {
  return [
    { comparator: '>=', version: from },
    { comparator: '<', version: below },
  ]
}
