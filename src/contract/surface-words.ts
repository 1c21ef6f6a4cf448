type Nouns = readonly [one: string, many: string]

/** What a run sees, in the order it is told. */
const seen: Readonly<Record<string, Nouns>> = {
  domain: ['domain', 'domains'],
  hostname: ['host name', 'host names'],
  'ip-address': ['address', 'addresses'],
  netblock: ['network', 'networks'],
  organisation: ['organisation', 'organisations'],
  service: ['service', 'services'],
  certificate: ['certificate', 'certificates'],
  weakness: ['weakness', 'weaknesses'],
  records: ['set of records', 'sets of records'],
}

/** What a run sends, and what the scope kept back. */
const sent: Readonly<Record<string, Nouns>> = {
  questions: ['DNS question', 'DNS questions'],
  requests: ['request to public sources', 'requests to public sources'],
  connections: ['connection', 'connections'],
  datagrams: ['datagram', 'datagrams'],
  'out-of-scope': ['kept back: out of scope', 'kept back: out of scope'],
  'own-listener': ['kept back: Lunette itself', 'kept back: Lunette itself'],
  stopped: ['not sent: probes were stopped', 'not sent: probes were stopped'],
  'local-limit': ['not sent: this machine had no port left', 'not sent: this machine had no port left'],
}

/** `3 domains, 12 host names`; kinds that nobody counts are left out. */
export function seenWords(counts: Readonly<Record<string, number>>): string {
  return wordsOf(counts, seen)
}

/** `412 DNS questions, 1,024 connections` */
export function sentWords(counts: Readonly<Record<string, number>>): string {
  return wordsOf(counts, sent)
}

const runStates = {
  running: 'Looking',
  complete: 'Complete',
  partial: 'In part',
  stopped: 'Stopped',
  failed: 'Failed',
} as const

/** How a run stands: what it looked at to its end may still have left questions without an answer. */
export function runStateWords({ state, gaps }: { state: keyof typeof runStates; gaps: number }): string {
  return state === 'complete' && gaps > 0 ? 'Complete, with gaps' : runStates[state]
}

/** What a run could not look at, counted. */
export function gapWords(gaps: number): string {
  return `${gaps.toLocaleString('en')} could not be looked at, so what is there stays as it was known`
}

/** Whether a run was interrupted and gone on with. */
export function wasTakenUp(problem: string | null): boolean {
  return problem?.startsWith('taken up again after an interruption') ?? false
}

/** Of a run that is said to go on, and that nobody does. */
export function silentWords(since: string | undefined): string {
  return `nothing works on it${since === undefined ? '' : ` since ${since}`}: a server goes on with what it began`
}

/** What goes on at this moment: the run that is said to, and whether nobody does it. */
export function nowWords(running: string | undefined, silent: { since: string | undefined } | undefined): string {
  if (running === undefined) return 'nothing is looked for now'
  return silent ? `run ${running} is not done, and ${silentWords(silent.since)}` : `run ${running} looks now`
}

/** Whether an asset of ours is not looked at, because somebody excluded it: its reason says so. */
export function isKeptOut(reason: string): boolean {
  return reason.endsWith('is not looked at: it is excluded')
}

/** Whether a run saw anything. */
export function sawAnything(counts: Readonly<Record<string, number>>): boolean {
  return Object.keys(seen).some((kind) => (counts[kind] ?? 0) > 0)
}

function wordsOf(counts: Readonly<Record<string, number>>, nouns: Readonly<Record<string, Nouns>>): string {
  return Object.entries(nouns)
    .flatMap(([kind, [one, many]]) => {
      const count = counts[kind] ?? 0
      return count > 0 ? `${count.toLocaleString('en')} ${count === 1 ? one : many}` : []
    })
    .join(', ')
}
