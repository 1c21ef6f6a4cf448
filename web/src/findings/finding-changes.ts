import { versionList } from '@contract/finding-words.ts'
import type { FindingDetail } from '@contract/findings.ts'
import { resolutionWords } from './history.tsx'

type Seen = Pick<
  FindingDetail,
  'state' | 'resolution' | 'urgency' | 'verdict' | 'component' | 'fixedVersion' | 'asset' | 'location'
>

const versionsOf = ({ component }: Seen) => versionList(component.version, component.otherVersions)

/** What of a finding is another than when somebody looked, each as a sentence: a ruling rests on it. */
export function changesSince(before: Seen, now: Seen): string[] {
  const turns = [
    ['the decision', before.urgency, now.urgency],
    ['the verdict', before.verdict.replace('-', ' '), now.verdict.replace('-', ' ')],
    ['the version', versionsOf(before), versionsOf(now)],
    ['the fixed version', before.fixedVersion, now.fixedVersion],
    ['the place', before.location, now.location],
    ['the exposure of the asset', before.asset.exposure, now.asset.exposure],
  ] as const
  const turned = turns.flatMap(([what, was, is]) =>
    was === is ? [] : [`${what} was ${was || 'not known'}, and is ${is || 'not known'}`],
  )
  if (now.state !== 'resolved') return turned
  return [`it is resolved: ${resolutionWords(now.resolution)}`, ...turned]
}
