import { err, ok, problem, type Result } from '#core/kernel'
import { isValidVersion } from './compare.ts'
import { isDigits } from './digits.ts'
import { compareIdentifiers, parseSemver, type Semver } from './semver-order.ts'

/** What `npm version` calls the next version to make. */
export const releaseKinds = [
  'major',
  'minor',
  'patch',
  'premajor',
  'preminor',
  'prepatch',
  'prerelease',
  'release',
] as const
export type ReleaseKind = (typeof releaseKinds)[number]

/** How the prerelease of the next version is called, and the number it begins with; `false`: without a number. */
export interface PrereleaseName {
  identifier?: string
  base?: '0' | '1' | false
}

/**
 * The next npm version, as node-semver's `inc` makes it: build metadata is dropped, a prerelease of a release is
 * followed by that release. Problem `bad-version`: no version, a prerelease that cannot be named or numbered so, or
 * `release` of what is released already.
 */
export function increment(version: string, kind: ReleaseKind, name: PrereleaseName = {}): Result<string> {
  const parsed = isValidVersion('npm', version)
    ? parseSemver(version.trim(), { numbers: [3, 3], prefix: /^[v=\s]+/ })
    : undefined
  if (!parsed) return refused(`"${version.slice(0, 80)}" is no npm version`)
  const fault = kind.startsWith('pre') ? nameFault(name) : undefined
  if (fault !== undefined) return refused(fault)
  if (kind === 'release' && parsed.prerelease.length === 0) return refused(`${version} is released already`)
  const prerelease = prereleaseAfter(parsed, kind, name)
  if (!prerelease) return refused(`${version} has this prerelease already`)
  const text = textOf(numbersAfter(parsed, kind), prerelease)
  return isValidVersion('npm', text) ? ok(text) : refused(`the version after ${version} is past the largest number`)
}

function nameFault({ identifier = '', base }: PrereleaseName): string | undefined {
  if (identifier === '') return base === false ? 'a prerelease needs a name or a number' : undefined
  return isValidVersion('npm', `0.0.0-${identifier}`) && !identifier.includes('+')
    ? undefined
    : `"${identifier.slice(0, 80)}" cannot name a prerelease`
}

/** A prerelease already stands before its release, so only a release is counted up. */
function numbersAfter({ numbers, prerelease }: Semver, kind: ReleaseKind): string[] {
  const [major = '0', minor = '0', patch = '0'] = numbers
  const isReleased = prerelease.length === 0
  switch (kind) {
    case 'major':
      return isReleased || minor !== '0' || patch !== '0' ? [next(major), '0', '0'] : [major, '0', '0']
    case 'premajor':
      return [next(major), '0', '0']
    case 'minor':
      return isReleased || patch !== '0' ? [major, next(minor), '0'] : [major, minor, '0']
    case 'preminor':
      return [major, next(minor), '0']
    case 'prepatch':
      return [major, minor, next(patch)]
    case 'patch':
    case 'prerelease':
      return isReleased ? [major, minor, next(patch)] : [major, minor, patch]
    case 'release':
      return [major, minor, patch]
  }
}

function prereleaseAfter({ prerelease }: Semver, kind: ReleaseKind, name: PrereleaseName): string[] | undefined {
  if (!kind.startsWith('pre')) return []
  return named(kind === 'prerelease' ? prerelease : [], name)
}

/** Counts the last number up; another name, or one without a number behind it, begins anew. */
function named(prerelease: readonly string[], { identifier = '', base = '0' }: PrereleaseName): string[] | undefined {
  const counter = base === false ? '0' : base
  const counted = prerelease.findLastIndex(isDigits)
  if (counted < 0 && base === false && identifier === prerelease.join('.')) return undefined
  const following = counted < 0 ? [...prerelease, counter] : prerelease.with(counted, next(prerelease[counted] ?? '0'))
  if (identifier === '') return following
  const words = identifier.split('.')
  const isSame = compareIdentifiers(following.slice(0, words.length), words) === 0
  if (isSame && isDigits(following[words.length] ?? '')) return following
  return base === false ? [identifier] : [identifier, counter]
}

function textOf(numbers: readonly string[], prerelease: readonly string[]): string {
  return `${numbers.join('.')}${prerelease.length > 0 ? '-' : ''}${prerelease.join('.')}`
}

function next(digits: string): string {
  return String(BigInt(digits) + 1n)
}

function refused(why: string): Result<never> {
  return err(problem('bad-version', `${why}.`))
}
