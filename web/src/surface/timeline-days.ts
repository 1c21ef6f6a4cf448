import type { SurfaceChangeRow } from '@contract/surface.ts'

type Change = Pick<SurfaceChangeRow, 'id' | 'at' | 'runId' | 'kind' | 'change' | 'words'>

/** Changes of one sort that one run saw. */
export interface TimelineLine {
  at: string
  kind: string
  change: SurfaceChangeRow['change']
  /** What each of them says; those that say the same once. */
  words: string[]
}

export interface TimelineDay {
  /** As a date of whoever looks: `2026-08-01`. */
  day: string
  lines: TimelineLine[]
}

/** Days, the latest first, each with one line for what one run saw of a sort. `dayOf`: the date of a moment. */
export function timelineDays(changes: readonly Change[], dayOf: (at: string) => string = localDay): TimelineDay[] {
  const latestFirst = changes.toSorted((a, b) => b.at.localeCompare(a.at))
  return [...Map.groupBy(latestFirst, ({ at }) => dayOf(at))].map(([day, own]) => ({
    day,
    lines: [...Map.groupBy(own, ({ runId, kind, change }) => `${runId} ${kind} ${change}`).values()].map((alike) => {
      const { at, kind, change } = alike[0]!
      return { at, kind, change, words: [...new Set(alike.map(({ words }) => words))] }
    }),
  }))
}

/** A locale that writes days so. */
const days = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' })

function localDay(at: string): string {
  return days.format(new Date(at))
}
