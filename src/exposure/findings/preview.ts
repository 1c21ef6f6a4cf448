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
  /** The version that speaks for it; `null`: none is stated. */
  componentVersion: string | null
  /** The other versions that match. */
  otherVersions: readonly string[]
  location: string
  urgency: Urgency
  verdict: string
  why: string
  state: string
  resolution: string | null
  /** The finding that it goes on as. */
  movedTo: string | null
}

/** A finding that an import touches, with how it stood before; `was` is `null` for a new one. */
export interface PreviewedChange {
  kind: PreviewKind
  finding: FindingStand
  was: FindingStand | null
}

/**
 * What an import does, from how the findings it touches stood before and stand after it. A finding that goes on as another
 * (`movedTo`) is shown once, as one that moved.
 */
export function previewChanges(
  before: ReadonlyMap<string, FindingStand>,
  after: readonly FindingStand[],
): PreviewedChange[] {
  const changes = after.flatMap((finding) => changeOf(before.get(finding.id) ?? null, finding))
  return joinMoved(changes)
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
  return moving.some((field) => String(was[field]) !== String(now[field])) ? 'moved' : undefined
}

const moving = ['componentVersion', 'otherVersions', 'location', 'urgency', 'verdict', 'why'] as const

/** One that goes and the one that it goes on as, which was not open before: one that moved, or came back as it moved. */
function joinMoved(changes: readonly PreviewedChange[]): PreviewedChange[] {
  const going = new Map(
    changes.flatMap((change) =>
      change.kind === 'gone' && change.finding.movedTo ? [[change.finding.movedTo, change]] : [],
    ),
  )
  const joined = new Set<PreviewedChange>()
  const moved = changes.map((change) => {
    const from = going.get(change.finding.id)
    if (!from || (change.kind !== 'new' && change.was?.state !== 'resolved')) return change
    joined.add(from)
    const isBack = from.was?.state === 'suppressed' && change.finding.state === 'open'
    return { kind: isBack ? ('reopened' as const) : ('moved' as const), finding: change.finding, was: from.was }
  })
  return moved.filter((change) => !joined.has(change))
}
