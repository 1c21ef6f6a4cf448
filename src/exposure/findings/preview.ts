import type { Urgency } from '#core/vocabulary'

/** What becomes of a finding: `moved` is the same finding with another version, place or decision. */
export const previewKinds = ['new', 'reopened', 'moved', 'gone'] as const
export type PreviewKind = (typeof previewKinds)[number]

/** How a finding stands at one moment. */
export interface FindingStand {
  id: string
  vulnerabilityId: string | null
  title: string
  componentKey: string
  componentName: string
  componentVersion: string | null
  location: string
  urgency: Urgency
  verdict: string
  why: string
  state: string
  resolution: string | null
}

/** A finding that an import touches, with how it stood before; `was` is `null` for a new one. */
export interface PreviewedChange {
  kind: PreviewKind
  finding: FindingStand
  was: FindingStand | null
}

/**
 * What an import does, from how the findings it touches stood before and stand after it. A finding whose place in the
 * asset changed is by identity another: the one that goes and the one that comes are shown as one that moved.
 */
export function previewChanges(
  before: ReadonlyMap<string, FindingStand>,
  after: readonly FindingStand[],
): PreviewedChange[] {
  const changes = after.flatMap((finding) => changeOf(before.get(finding.id) ?? null, finding))
  return pairPlaces(changes)
}

function changeOf(was: FindingStand | null, finding: FindingStand): PreviewedChange[] {
  const kind = kindOf(was, finding)
  return kind ? [{ kind, finding, was }] : []
}

function kindOf(was: FindingStand | null, now: FindingStand): PreviewKind | undefined {
  if (!was) return 'new'
  if (was.state !== now.state) {
    if (now.state === 'resolved') return 'gone'
    if (was.state === 'resolved' || was.state === 'suppressed') return 'reopened'
    return 'moved'
  }
  return moving.some((field) => was[field] !== now[field]) ? 'moved' : undefined
}

const moving = ['componentVersion', 'location', 'urgency', 'verdict', 'why'] as const

/** One that goes and one that comes, of one vulnerability in one component, in order of place. */
function pairPlaces(changes: readonly PreviewedChange[]): PreviewedChange[] {
  const going = Map.groupBy(
    changes.filter(({ kind }) => kind === 'gone'),
    subjectOf,
  )
  for (const list of going.values()) list.sort((a, b) => (a.finding.location < b.finding.location ? 1 : -1))
  const paired = new Set<PreviewedChange>()
  const moved = changes.map((change) => {
    const from = change.kind === 'new' ? going.get(subjectOf(change))?.pop() : undefined
    if (!from) return change
    paired.add(from)
    return { ...change, kind: 'moved' as const, was: from.was }
  })
  return moved.filter((change) => !paired.has(change))
}

function subjectOf({ finding }: PreviewedChange): string {
  return `${finding.vulnerabilityId}\n${finding.componentKey}`
}
