import { setTimeout as pause } from 'node:timers/promises'
import { type Completion, MAX_ANSWER, readCompletion } from '#assurance/runner'
import { err, problem, type Result } from '#core/kernel'
import { type Answer, type ServicePort, servicePort } from '#platform/http'

/** An endpoint that speaks OpenAI's chat completions, and how it is asked. */
export interface Target {
  url: string
  model: string
  /** Header of the secret; `authorization` is a bearer's. */
  header: string
  secret: string | undefined
  timeoutSeconds: number
}

/** What a run may still spend. */
export interface Budget {
  requests: number
  tokens: number
}

const TRIES = 4
const MOST_WAIT_MS = 60_000
const FIRST_WAIT_MS = 1_000
const MINUTE_MS = 60_000
/** Where an answer does not say what it cost: characters to a token, roughly. */
const CHARACTERS = 4

/** The secret and the address of a target never stand in problems. */
export interface TargetLine {
  /** Problems: `budget-spent`, `aborted`, `unreachable`, `too-slow`, `too-large`, `broken-off`, and those of `readCompletion`. */
  ask(body: string, signal: AbortSignal | undefined): Promise<Result<Completion>>
  close(): Promise<void>
}

export interface LineTerms {
  requestsPerMinute: number
  /** Shared by all lines of a run, and counted down. */
  budget: Budget
  privateHosts: readonly string[]
  /** Is asked before every request; its problem is the answer. */
  mayAsk(): Promise<Result<unknown>>
  /** Pause in milliseconds; a parameter so that tests need not wait. */
  wait?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined
}

/** A guarded line to one target: only its host, at a steady pace, within the budget, with bounded answers. */
export function targetLine(target: Target, terms: LineTerms): TargetLine {
  const host = new URL(target.url).hostname.replace(/^\[|\]$/g, '')
  const port = servicePort({ hosts: [host], privateHosts: terms.privateHosts.includes(host) ? [host] : [] })
  const wait = terms.wait ?? ((ms, signal) => pause(ms, undefined, { ...(signal && { signal }) }))
  const pace = new Pace(MINUTE_MS / terms.requestsPerMinute, wait)
  return {
    async ask(body, signal) {
      for (let tried = 1; ; tried++) {
        const asked = await once(body, signal)
        const again = asked.ok || tried >= TRIES ? undefined : waitOf(asked.error.cause, tried)
        if (again === undefined) return asked
        pace.hold(again)
      }
    },
    close: () => port.close(),
  }

  async function once(body: string, signal: AbortSignal | undefined): Promise<Result<Completion>> {
    try {
      await pace.turn(signal)
    } catch {
      return err(problem('aborted', 'the run was stopped'))
    }
    const may = await terms.mayAsk()
    if (!may.ok) return may
    if (terms.budget.requests < 1 || terms.budget.tokens < 1)
      return err(problem('budget-spent', 'what the run may spend is spent'))
    terms.budget.requests--
    const answer = await askOnce(port, target, body, signal)
    terms.budget.tokens -= (answer.ok ? answer.value.tokens : undefined) ?? Math.ceil(body.length / CHARACTERS)
    return answer
  }
}

/** Requests follow each other at a steady pace, one after the other, however many wait. */
class Pace {
  readonly #every: number
  readonly #wait: NonNullable<LineTerms['wait']>
  #next = 0

  constructor(every: number, wait: NonNullable<LineTerms['wait']>) {
    this.#every = every
    this.#wait = wait
  }

  async turn(signal: AbortSignal | undefined): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#every
    if (at > now) await this.#wait(at - now, signal)
    signal?.throwIfAborted()
  }

  /** The target asks for a pause: all wait. */
  hold(ms: number): void {
    this.#next = Math.max(this.#next, performance.now() + ms)
  }
}

/** Milliseconds to wait before another try; `undefined` where none is due. Only what was not taken in is asked again. */
function waitOf(cause: unknown, tried: number): number | undefined {
  if (!(cause instanceof NotNow)) return undefined
  return Math.min(MOST_WAIT_MS, cause.seconds === undefined ? FIRST_WAIT_MS * 2 ** (tried - 1) : cause.seconds * 1_000)
}

/** A target that says "not now" (429, 503), and perhaps when. */
class NotNow extends Error {
  readonly seconds: number | undefined

  constructor(after: string | undefined) {
    super('not now')
    const seconds = Number(after)
    this.seconds = after !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
  }
}

async function askOnce(
  port: ServicePort,
  { url, header, secret, timeoutSeconds }: Target,
  body: string,
  signal: AbortSignal | undefined,
): Promise<Result<Completion>> {
  const late = AbortSignal.timeout(timeoutSeconds * 1_000)
  const both = signal ? AbortSignal.any([signal, late]) : late
  const headers = {
    ...{ 'content-type': 'application/json', accept: 'application/json', 'x-lunette-evaluation': '1' },
    ...(secret !== undefined && { [header]: header === 'authorization' ? `Bearer ${secret}` : secret }),
  }
  const asked = await port.send({ method: 'POST', url: completionsOf(url), headers, body }, both)
  if (!asked.ok) return err(endedBy(signal, late) ?? problem('unreachable', 'the target cannot be reached'))
  const text = await textOf(asked.value, both)
  if (!text.ok) return err(endedBy(signal, late) ?? text.error)
  const { status } = asked.value
  if (status === 429 || status === 503)
    return err(
      problem(`status-${status}`, 'the target says: not now', new NotNow(headerOf(asked.value, 'retry-after'))),
    )
  return readCompletion(status, text.value)
}

function endedBy(signal: AbortSignal | undefined, late: AbortSignal) {
  if (signal?.aborted) return problem('aborted', 'the run was stopped')
  return late.aborted ? problem('too-slow', 'the answer was not there in time') : undefined
}

async function textOf({ body }: Answer, signal: AbortSignal): Promise<Result<string>> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body) {
      signal.throwIfAborted()
      chunks.push(chunk as Uint8Array)
      length += (chunk as Uint8Array).length
      if (length > MAX_ANSWER) return err(problem('too-large', `the answer is larger than ${MAX_ANSWER} bytes`))
    }
  } catch (cause) {
    return err(problem('broken-off', 'the answer broke off', cause))
  } finally {
    body.on('error', () => {}).destroy()
  }
  return { ok: true, value: Buffer.concat(chunks).toString('utf8') }
}

function headerOf({ headers }: Answer, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}

/** The endpoint below a base address; an address that names it already stays. */
export function completionsOf(url: string): string {
  return /\/chat\/completions\/?$/.test(url) ? url : `${url.replace(/\/$/, '')}/chat/completions`
}
