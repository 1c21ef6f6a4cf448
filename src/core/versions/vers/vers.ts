import { err, ok, problem, type Result } from '#core/kernel'
import { compareVersions } from '../compare.ts'
import { compareText } from '../digits.ts'
import { type SchemeId, schemeIds } from '../types.ts'
import { isCanonicalVersion } from './canonical-version.ts'
import { sequenceFault } from './sequence.ts'
import type { Vers, VersComparator, VersConstraint } from './types.ts'

const MAX_LENGTH = 65_536
const MAX_CONSTRAINTS = 4_096
const typePattern = /^[a-z][a-z0-9.-]*$/i
const comparators: readonly VersComparator[] = ['>=', '<=', '!=', '<', '>']
/** Types that VERS tools write for schemes that have another name here. */
const otherTypes: Readonly<Record<string, SchemeId>> = {
  alpine: 'apk',
  ebuild: 'gentoo',
  arch: 'alpm',
  archlinux: 'alpm',
}

/**
 * Reads a VERS specifier. Lenient by default: blanks, stray bars, `=` and order are forgiven and the constraints sorted;
 * `canonical` takes only what the standard calls valid. Problem: `bad-vers`. Source: ECMA TC54 VERS, clause 5.
 */
export function parseVers(text: string, options: { readonly canonical?: boolean } = {}): Result<Vers> {
  if (text.length > MAX_LENGTH) return refused('it is too long')
  const canonical = options.canonical === true
  const blank = canonical && /\s/.test(text)
  if (blank) return refused('whitespace is not permitted')
  const found = /^([^:/]*):([^/]*)\/(.*)$/s.exec(text.trim())
  if (!found) return refused('it has to look like vers:type/constraints')
  const [, uri = '', type = '', list = ''] = found
  const head = headFault(uri, type, canonical)
  return head === undefined ? withConstraints(type.toLowerCase(), list, canonical) : refused(head)
}

/** The scheme behind a VERS type, if it is one of ours. */
export function schemeOfType(type: string): SchemeId | undefined {
  return otherTypes[type] ?? schemeIds.find((id) => id === type)
}

/** Constraints by version, those on one version by comparator. */
export function sortConstraints(
  scheme: SchemeId | undefined,
  constraints: readonly VersConstraint[],
): readonly VersConstraint[] {
  if (scheme === undefined) return constraints
  return constraints.toSorted(
    (a, b) => compareVersions(scheme, a.version, b.version) || compareText(a.comparator, b.comparator),
  )
}

function headFault(uri: string, type: string, canonical: boolean): string | undefined {
  if ((canonical ? uri : uri.trim().toLowerCase()) !== 'vers') return 'the URI scheme has to be "vers"'
  if (!typePattern.test(type)) return 'the type has to be letters, digits, dots and dashes'
  if (canonical && type !== type.toLowerCase()) return 'the type has to be in lower case'
  return type.toLowerCase() === 'invalid' ? 'the type "invalid" is reserved for what is never valid' : undefined
}

function withConstraints(type: string, list: string, canonical: boolean): Result<Vers> {
  const scheme = schemeOfType(type)
  const head = scheme === undefined ? { type } : { type, scheme }
  if (list.trim() === '*') return ok({ ...head, constraints: [] })
  const words = wordsOf(list, canonical)
  if (!words.ok) return words
  const constraints: VersConstraint[] = []
  for (const word of words.value) {
    const constraint = constraintOf(word, type, canonical)
    if (!constraint.ok) return constraint
    constraints.push(constraint.value)
  }
  const fault = canonical ? sequenceFault(scheme, constraints) : undefined
  return fault === undefined ? ok({ ...head, constraints: sortConstraints(scheme, constraints) }) : refused(fault)
}

function wordsOf(list: string, canonical: boolean): Result<string[]> {
  if (canonical && list.startsWith('|')) return refused('leading pipe is not permitted')
  if (canonical && list.endsWith('|')) return refused('trailing pipe is not permitted')
  if (canonical && list.includes('||')) return refused('consecutive pipes are not permitted')
  const words = (canonical ? list : list.replace(/\s+/g, '')).split('|').filter((word) => word !== '')
  if (words.length === 0) return refused('there has to be a constraint')
  return words.length > MAX_CONSTRAINTS ? refused('there are too many constraints') : ok(words)
}

function constraintOf(word: string, type: string, canonical: boolean): Result<VersConstraint> {
  if (canonical && word.startsWith('=')) return refused('equality is written without "="')
  const stated = comparators.find((one) => word.startsWith(one))
  const encoded = stated === undefined ? word.replace(/^={1,2}/, '') : word.slice(stated.length)
  if (encoded === '') return refused('a comparator needs a version')
  if (encoded === '*') return refused('an asterisk has to stand alone')
  if (canonical && /[<>=!*]/.test(encoded)) return refused('a version has its comparator characters percent-encoded')
  const version = decoded(encoded)
  if (version === undefined) return refused('invalid percent-encoding in version')
  if (canonical && encodeVersion(version) !== encoded) return refused('percent-encoding in version is not canonical')
  if (canonical && !isCanonicalVersion(type, version)) return refused(`"${version}" is not in ${type}'s canonical form`)
  return ok({ comparator: stated ?? '=', version })
}

/** Only what would be read as VERS' own characters, and a space, is encoded. */
export function encodeVersion(version: string): string {
  return version.replace(/[^\u0021-\u007e]|[<>=!*|%]/gu, (char) =>
    encodeURIComponent(char).replace('!', '%21').replace('*', '%2A'),
  )
}

function decoded(text: string): string | undefined {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

function refused(why: string): Result<never> {
  return err(problem('bad-vers', `Not a valid VERS: ${why}.`))
}
