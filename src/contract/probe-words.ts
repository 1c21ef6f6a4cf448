import type { ProbePage } from './surface.ts'

type Row = ProbePage['rows'][number]
type Probe = Row['probes'][number]

const MOST_PORTS = 12

/** How a probe went, as people say it. A connection may end in a later row. */
const outcomeWords: Readonly<Record<string, string>> = {
  sent: 'sent, how it went stands below where it is known',
  open: 'open',
  refused: 'closed',
  timeout: 'no answer',
  unreachable: 'not reachable',
  reset: 'cut off',
  'local-limit': 'not sent, this machine was at its limit',
  'out-of-scope': 'not sent, not approved',
  'own-listener': 'not sent, it is Lunette itself',
  stopped: 'not sent, probes were held up',
}

/** What went to an address, by how it went: `open: ports 22, 443 · closed: ports 1–21 and 40 more`. */
export function probeWords(probes: readonly Probe[], transport: Row['transport']): string {
  const byOutcome = Map.groupBy(probes, ({ outcome }) => outcome)
  return [...byOutcome]
    .map(([outcome, sent]) => `${wordOf(outcome, transport)}: ${portWords(sent.map(({ port }) => port))}`)
    .join(' · ')
}

/** Of a datagram nothing more is known than that it was sent. */
function wordOf(outcome: Probe['outcome'], transport: Row['transport']): string {
  return outcome === 'sent' && transport === 'udp' ? 'datagrams sent' : (outcomeWords[outcome] ?? outcome)
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
  const shown = more > 0 ? `${words.slice(0, MOST_PORTS).join(', ')} and ${more} more` : words.join(', ')
  return `${times.size === 1 ? 'port' : 'ports'} ${shown}`
}
