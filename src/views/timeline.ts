import type { TimelineEntry } from '#contract'
import { sourceName, type VulnerabilityFacts } from '#core/vocabulary'

/** What each kind of exploit fact is called. */
export const signalWords: Readonly<Record<VulnerabilityFacts['exploits'][number]['kind'], string>> = {
  module: 'exploit module',
  exploit: 'exploit published',
  poc: 'proof of concept',
  template: 'scanner template',
  ransomware: 'used by a ransomware group',
}

/** The vulnerability's dated facts, oldest first; what has no date is left out, and what is told twice alike. */
export function timelineOf(facts: VulnerabilityFacts | undefined): TimelineEntry[] {
  if (!facts) return []
  const published = facts.published
    ? [
        {
          at: facts.published,
          kind: 'published',
          text: 'published',
          // The earliest that any of them says: which one that is, is not kept.
          source: facts.records.length === 1 ? sourceName(facts.records[0]!.source) : 'the earliest of its records',
        },
      ]
    : []
  const kev = facts.kev.map((entry) => ({
    at: entry.dateAdded,
    kind: 'kev',
    text: entry.ransomware === 'known' ? 'in KEV, known ransomware use' : 'in KEV',
    source: entry.asserter,
  }))
  const exploits = facts.exploits.flatMap((signal) =>
    signal.date
      ? [{ at: signal.date, kind: signal.kind, text: signalWords[signal.kind], source: sourceName(signal.source) }]
      : [],
  )
  return eachOnce([...published, ...exploits, ...kev]).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** A catalogue may list several exploits of one day, of which their dates are all that is told here. */
function eachOnce(entries: readonly TimelineEntry[]): TimelineEntry[] {
  return [...new Map(entries.map((entry) => [[entry.at, entry.kind, entry.source].join('\n'), entry])).values()]
}

/** EPSS values held, oldest first, the newest last. */
export function epssPoints(facts: VulnerabilityFacts | undefined): { date: string; probability: number }[] {
  if (!facts?.epss) return []
  const { history, date, probability } = facts.epss
  return [...history.filter((point) => point.date < date), { date, probability }].map((point) => ({
    date: point.date,
    probability: point.probability,
  }))
}
