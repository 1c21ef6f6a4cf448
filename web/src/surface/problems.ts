import type { FindingRow } from '@contract/findings.ts'

type Finding = Pick<
  FindingRow,
  'id' | 'title' | 'vulnerabilityId' | 'ruleId' | 'component' | 'location' | 'asset' | 'urgency' | 'dueAt'
>

/** One thing that is wrong, wherever it is: findings that one look at one text explains. */
export interface Problem<Of extends Finding = FindingRow> {
  /** The most urgent of them. */
  first: Of
  /** Where it is: `tcp/443`, `192.0.2.7 tcp/443` where several assets have it. */
  places: { id: string; words: string }[]
}

/** Findings in their order, each problem once, at the place of its most urgent finding. */
export function problemsOf<Of extends Finding>(findings: readonly Of[]): Problem<Of>[] {
  const alike = Map.groupBy(findings, keyOf)
  return [...alike.values()].map((group) => {
    const isOne = new Set(group.map(({ asset }) => asset.id)).size === 1
    return { first: group[0]!, places: group.map((finding) => placeOf(finding, isOne)) }
  })
}

function keyOf({ title, vulnerabilityId, ruleId, component, urgency }: Finding): string {
  return [
    vulnerabilityId ?? '',
    ruleId ?? '',
    title,
    component.name,
    String([component.version, ...component.otherVersions]),
    urgency,
  ].join('\n')
}

/** Of `tcp/443 · nginx` the port: what is there is said beside. */
function placeOf({ id, location, asset }: Finding, isOne: boolean): Problem['places'][number] {
  const [port = ''] = location.split(' · ')
  return { id, words: isOne && port !== '' ? port : [asset.name, port].filter(Boolean).join(' ') }
}
