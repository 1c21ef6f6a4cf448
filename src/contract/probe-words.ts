import type { ProbePage } from './surface.ts'

type Probe = ProbePage['rows'][number]['probes'][number]

const MOST_PORTS = 12

/** What went to an address, by how it went: `open: 22, 443 · refused: 1–21 and 40 more`. */
export function probeWords(probes: readonly Probe[]): string {
  const byOutcome = Map.groupBy(probes, ({ outcome }) => outcome)
  return [...byOutcome].map(([outcome, sent]) => `${outcome}: ${portWords(sent.map(({ port }) => port))}`).join(' · ')
}

/** Ports as ranges, each once; one that was asked several times says so. */
function portWords(asked: readonly number[]): string {
  const times = Map.groupBy(asked, (port) => port)
  const spans: { first: number; last: number; times: number }[] = []
  for (const [port, each] of [...times].sort(([a], [b]) => a - b)) {
    const before = spans.at(-1)
    if (before && before.last === port - 1 && before.times === each.length) before.last = port
    else spans.push({ first: port, last: port, times: each.length })
  }
  const words = spans.map(({ first, last, times: count }) => {
    const span = first === last ? String(first) : `${first}–${last}`
    return count > 1 ? `${span} (${count} times)` : span
  })
  const more = words.length - MOST_PORTS
  return more > 0 ? `${words.slice(0, MOST_PORTS).join(', ')} and ${more} more` : words.join(', ')
}
