import type { TimelineEntry } from '@contract/findings.ts'

/** What happened so close together that a chart shows it as one mark. */
export interface Cluster {
  /** Day of the first of them. */
  day: string
  entries: TimelineEntry[]
}

/**
 * Joins entries whose days are nearer to the first of a mark than a share of the whole range: names beside each other
 * would cover each other.
 */
export function clustersOf(
  entries: readonly TimelineEntry[],
  [first, last]: [string, string],
  share: number,
): Cluster[] {
  const near = (Date.parse(last) - Date.parse(first)) * share
  const clusters: Cluster[] = []
  for (const entry of entries.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const open = clusters.at(-1)
    const day = entry.at.slice(0, 10)
    if (open && Date.parse(day) - Date.parse(open.day) <= near) open.entries.push(entry)
    else clusters.push({ day, entries: [entry] })
  }
  return clusters
}
