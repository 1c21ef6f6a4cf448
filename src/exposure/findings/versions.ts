import { compareVersions } from '#core/versions'
import { type Component, type FixState, type Match, schemeOfEcosystem, type Verdict } from '#core/vocabulary'

/** A version of a finding's component that matches, beside the one that speaks for the finding. */
export interface OtherVersion {
  /** Empty: nobody stated it. */
  version: string
  verdict: Verdict
  /** The version that fixes it; `null`: none is known. */
  fixedVersion: string | null
}

/** One match of a finding. */
interface VersionMatch {
  component: Pick<Component, 'version'>
  ecosystem: string | undefined
  match: Pick<Match, 'verdict' | 'fixedVersions' | 'fixState'>
}

/** What fixes a finding in every version of its component, and in which versions it is. */
export interface FindingVersions {
  /** In the order of their ecosystem, without the version that speaks; empty where it is the only one. */
  others: OtherVersion[]
  /** The highest of the versions that fix each; `null`: one has no known fix. */
  fixedVersion: string | null
  /** Of a version without a fix where there is one. */
  fixState: FixState
}

const none: OtherVersion[] = []

/** @param group the matches of one finding, most urgent first */
export function versionsOf(group: readonly [VersionMatch, ...VersionMatch[]]): FindingVersions {
  const [worst] = group
  const { fixedVersions, fixState } = worst.match
  if (group.length === 1 || group.every(({ component }) => component.version === worst.component.version))
    return { others: none, fixedVersion: fixedVersions[0] ?? null, fixState }
  const all = onePerVersion(group)
  const unfixed = all.find(({ match }) => match.fixedVersions.length === 0)
  const scheme = schemeOfEcosystem(worst.ecosystem ?? '')
  const inOrder = (a: string, b: string) => compareVersions(scheme, a, b)
  const others = all.slice(1).map((one) => ({
    version: one.component.version ?? '',
    verdict: one.match.verdict,
    fixedVersion: one.match.fixedVersions[0] ?? null,
  }))
  return {
    others: others.sort((a, b) => inOrder(a.version, b.version)),
    fixedVersion: unfixed
      ? null
      : all
          .map(({ match }) => match.fixedVersions[0]!)
          .sort(inOrder)
          .at(-1)!,
    fixState: unfixed ? unfixed.match.fixState : fixState,
  }
}

/** The most urgent match of each version, in the order of the group. */
function onePerVersion(group: readonly VersionMatch[]): VersionMatch[] {
  const seen = new Map<string, VersionMatch>()
  for (const one of group) {
    const version = one.component.version ?? ''
    if (!seen.has(version)) seen.set(version, one)
  }
  return [...seen.values()]
}

/** All versions of a finding as one text, the one that speaks for it first: what a ruling on them rests on. */
export function versionText(version: string | null, others: readonly Pick<OtherVersion, 'version'>[]): string {
  return [version ?? '', ...others.map((other) => other.version)].join(', ')
}
