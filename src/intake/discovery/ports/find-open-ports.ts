import type { ProbePort, ProbeTarget, Problem } from '#core/kernel'
import { Pace, type PaceVerdict } from './pace.ts'
import { portsOf } from './port-sets.ts'

export interface PortScanTools {
  port: ProbePort
  signal: AbortSignal
}

export interface PortScanOptions {
  /** Ports to ask, in this order. */
  ports?: readonly number[]
  /** Shared by all addresses that are scanned at once. */
  pace?: Pace
  /** How long an answer is waited for. */
  timeoutMs?: number
  /** Asks these first; `whereQuiet` says what follows when none of them is open. */
  first?: readonly number[]
  /**
   * What to do where none of the first ports is open: `all` asks the others all the same, `leave` says the address is
   * quiet, and gives up sooner where nothing answers at all. Most addresses of a network are.
   */
  whereQuiet?: 'all' | 'leave'
  /** Told once at the end. */
  onSummary?: (summary: PortScanSummary) => void
}

export interface PortScanSummary {
  asked: number
  open: number
  closed: number
  /** No answer: a filter, or nobody there. */
  silent: number
  /** Not judged: this machine or the scope stood in the way. */
  unasked: number
  /** Everything that was asked answered: a decoy or a proxy in front, not a host with that many services. */
  answersEverything: boolean
  /** Left after the first ports because none was open. */
  leftQuiet: boolean
}

/** Tries for one port when this machine had no port or file left. */
const LOCAL_TRIES = 6
/** Attempts at one address at once. */
const OF_ONE_ADDRESS = 64
/** An address of which so many ports are open, and nearly all that were asked, answers everything. */
const DECOY_PORTS = 40
const DECOY_SHARE = 0.8
/** Where so many ports were silent and none answered, nobody is there. */
const SILENT_ENOUGH = 24
/** Open ports beyond these are told once it is known that the address is no decoy. */
const TOLD_AT_ONCE = 20

/**
 * Connects to each port of an address and says which took the connection, as they are found. What this machine could not
 * do is tried again and never counted as closed. Of an address that answers everything only the first open ports are told; the
 * summary says so.
 */
export async function* findOpenPorts(
  address: string,
  tools: PortScanTools,
  options: PortScanOptions = {},
): AsyncGenerator<ProbeTarget> {
  const pace = options.pace ?? new Pace()
  const leave = pace.join()
  try {
    yield* scanAddress(new AddressScan(address, tools, { ...options, pace }), options)
  } finally {
    leave()
  }
}

async function* scanAddress(scan: AddressScan, options: PortScanOptions): AsyncGenerator<ProbeTarget> {
  const all = options.ports ?? portsOf('top-1000')
  const first = options.first ? all.filter((port) => options.first?.includes(port)) : []
  yield* scan.ask(first.length > 0 ? first : all)
  const rest = first.length > 0 ? all.filter((port) => !options.first?.includes(port)) : []
  const leave = rest.length > 0 && scan.summary.open === 0 && options.whereQuiet === 'leave'
  // Of all addresses the commonest ports first: whoever has something open is known early, and the rest of each goes side by side.
  if (!leave) yield* scan.ask(rest, 'rest')
  options.onSummary?.({ ...scan.summary, leftQuiet: leave })
}

class AddressScan {
  readonly summary: PortScanSummary = {
    asked: 0,
    open: 0,
    closed: 0,
    silent: 0,
    unasked: 0,
    answersEverything: false,
    leftQuiet: false,
  }
  readonly #address: string
  readonly #tools: PortScanTools
  readonly #pace: Pace
  readonly #timeoutMs: number
  readonly #leavesQuiet: boolean

  constructor(
    address: string,
    tools: PortScanTools,
    { pace, timeoutMs, whereQuiet }: PortScanOptions & { pace: Pace },
  ) {
    this.#leavesQuiet = whereQuiet === 'leave'
    this.#address = address
    this.#tools = tools
    this.#pace = pace
    this.#timeoutMs = timeoutMs ?? 1_500
  }

  /** The open ones of these, in the order in which they answer. */
  async *ask(ports: readonly number[], turn: 'first' | 'rest' = 'first'): AsyncGenerator<ProbeTarget> {
    const found: ProbeTarget[] = []
    let running = 0
    let next = 0
    let told = 0
    let wake: (() => void) | undefined
    const ask = async (port: number): Promise<void> => {
      const state = await this.#askPort(port, turn)
      this.#count(state)
      if (state === 'open') found.push({ address: this.#address, port })
      running--
      wake?.()
    }
    while (running > 0 || next < ports.length || (found.length > 0 && told < TOLD_AT_ONCE)) {
      while (next < ports.length && running < Math.min(this.#pace.share, OF_ONE_ADDRESS) && !this.#isDone()) {
        running++
        void ask(ports[next++] as number)
      }
      if (this.#isDone()) next = ports.length
      while (found.length > 0 && told < TOLD_AT_ONCE) {
        told++
        yield found.shift() as ProbeTarget
      }
      if (running > 0)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
    if (!this.summary.answersEverything) yield* found
  }

  #isDone(): boolean {
    return this.summary.answersEverything || this.#tools.signal.aborted || (this.#leavesQuiet && this.#isDead())
  }

  #isDead(): boolean {
    const { open, closed, silent } = this.summary
    return open + closed === 0 && silent >= SILENT_ENOUGH
  }

  #count(state: PortState): void {
    const { summary } = this
    summary.asked++
    summary[state]++
    const answered = summary.open + summary.closed + summary.silent
    summary.answersEverything = summary.open >= DECOY_PORTS && summary.open >= answered * DECOY_SHARE
  }

  async #askPort(port: number, turn: 'first' | 'rest'): Promise<PortState> {
    for (let tried = 0; tried < LOCAL_TRIES; tried++) {
      const outcome = await this.#pace.run(() => this.#connect(port), verdictOf, turn)
      if (outcome !== 'local-limit') return stateOf(outcome)
    }
    return 'unasked'
  }

  async #connect(port: number): Promise<Problem['code'] | undefined> {
    const { signal } = this.#tools
    const opened = await this.#tools.port.connect(
      { address: this.#address, port },
      { timeoutMs: this.#timeoutMs, signal },
    )
    if (!opened.ok) return opened.error.code
    opened.value.on('error', () => {})
    opened.value.destroy()
    return undefined
  }
}

type PortState = 'open' | 'closed' | 'silent' | 'unasked'

function stateOf(code: Problem['code'] | undefined): PortState {
  if (code === undefined) return 'open'
  if (code === 'refused') return 'closed'
  // A peer that resets during the handshake is there, and does not want the connection.
  if (code === 'reset') return 'closed'
  return code === 'timeout' || code === 'unreachable' ? 'silent' : 'unasked'
}

function verdictOf(code: Problem['code'] | undefined): PaceVerdict {
  if (code === 'local-limit') return 'local-limit'
  return code === 'timeout' || code === 'unreachable' ? 'silent' : 'answered'
}
