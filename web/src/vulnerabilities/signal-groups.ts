import type { VulnerabilityDetail } from '@contract/vulnerabilities.ts'

type Signal = VulnerabilityDetail['exploits'][number]

/** What one source says of one kind, with the first day it gives. */
export interface SignalGroup {
  kind: string
  source: string
  since: string | null
  references: string[]
}

/** Signals by kind and source in the order of their first day; what nobody dates stands last. Nothing is named twice. */
export function signalGroups(signals: readonly Signal[]): SignalGroup[] {
  const groups = Map.groupBy(signals, ({ kind, source }) => `${kind} ${source}`)
  return [...groups.values()]
    .map((group) => ({
      kind: group[0]!.kind,
      source: group[0]!.source,
      since: group.flatMap(({ date }) => date ?? []).toSorted()[0] ?? null,
      references: [...new Set(group.map(({ reference }) => reference))],
    }))
    .toSorted((a, b) => ((a.since ?? '9') < (b.since ?? '9') ? -1 : 1))
}
