import type { FindingDetail } from './findings.ts'

export { versionList, versionWords } from '#core/version-words'

/** A probability as people say it: no false decimals. */
export function percentWords(probability: number): string {
  const value = probability * 100
  if (value < 0.1) return 'under 0.1 %'
  if (value > 99 && value < 100) return 'over 99 %'
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} %`
}

const MOST_VERSIONS = 6

/**
 * A finding is of a component at a place, in whatever versions it is there; a ruling on it is on all of them: `2 versions:
 * 2.12.1, 2.16.0`. `undefined` where there is but one.
 */
export function severalVersionsWords({ component }: Pick<FindingDetail, 'component'>): string | undefined {
  const { version, otherVersions } = component
  if (otherVersions.length === 0) return undefined
  const versions = [version, ...otherVersions]
  const more = versions.length - MOST_VERSIONS
  const named = versions.slice(0, MOST_VERSIONS).map((one) => one || 'an unstated one')
  return `${versions.length} versions: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** What fixes it, or what is known where nothing does. */
export function fixedWords({
  component,
  fixedVersion,
  match,
}: Pick<FindingDetail, 'component' | 'fixedVersion'> & { match: Pick<FindingDetail['match'], 'fixState'> }): string {
  if (component.name === '') return 'no version would fix it: it is in no component'
  if (fixedVersion) return `fixed in ${fixedVersion}`
  return unfixedWords[match.fixState] ?? 'the fixed version is not known here'
}

const unfixedWords: Readonly<Record<string, string>> = {
  'not-fixed': 'no fix is published',
  'wont-fix': 'the supplier will not fix it',
  'end-of-life': 'the release is no longer supported',
}

type Lev = NonNullable<FindingDetail['priority']['lev']>

/** What LEV rests on where EPSS scores are missing, so that it may be more; `undefined` where none is. */
export function levReachWords({ windows, windowsExpected }: Lev): string | undefined {
  return windows < windowsExpected
    ? `a lower bound: scores are held for ${windows} of ${windowsExpected} months`
    : undefined
}

/** Why a finding is back: what was ruled, and what moved since. */
export function returnedWords({ because, reason, was, now }: Readonly<Record<string, unknown>>): string {
  if (because === 'ended') return `back on the list: the ruling has ended (${reason})`
  if (because === 'revoked') return `back on the list: the ruling was taken back (${reason})`
  const [before, after] = [was, now].map((value) => (value ?? {}) as Record<string, string>)
  const moved = Object.entries(before ?? {})
    .filter(([fact, value]) => after?.[fact] !== value)
    .map(([fact, value]) =>
      fact === 'advisory'
        ? 'what the sources say changed'
        : fact === 'evidence'
          ? 'what the tools saw changed'
          : `${fact} was ${value || 'none'}, now ${after?.[fact] || 'none'}`,
    )
  return `back on the list: it was ruled "${reason}"; ${moved.join(', ')}`
}

/** Who works on it and whether they have begun, in few words; `undefined`: nobody, and nobody has. */
export function workedWords({ assignee, progress }: { assignee: string | null; progress: string | null }) {
  const words = [assignee, progress === 'in-progress' ? 'in progress' : null].filter((word) => word !== null)
  return words.length > 0 ? words.join(', ') : undefined
}
