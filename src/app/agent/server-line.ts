import { createHash, randomBytes } from 'node:crypto'
import { err, ok, problem, type Result } from '#core/kernel'
import { type ServicePort, servicePort } from '#platform/http'
import { OrderGate, type SignedOrder } from '#platform/work-orders'

const ANSWER_MS = 40_000
const MOST_ANSWER = 64 * 1024 ** 2

/** An order or its terms, as the server signed them and the gate let them in. */
export interface TakenOrder {
  agent: string
  run: string
  expiresAt: string
  terms: unknown
  task: unknown
}

/** The one server that an agent speaks to: everything goes out from here, nothing comes in. */
export class ServerLine {
  readonly #origin: URL
  readonly #token: string
  readonly #key: string
  readonly #port: ServicePort
  readonly #now: () => number
  #gate: OrderGate | undefined

  constructor({ origin, token, key, now }: { origin: URL; token: string; key: string; now: () => number }) {
    this.#origin = origin
    this.#token = token
    this.#key = key
    this.#now = now
    // The server is named by hand, wherever it is.
    const host = origin.hostname.replace(/^\[|\]$/g, '')
    this.#port = servicePort({ hosts: [host], privateHosts: [host] })
  }

  /** Waits for an order. Problems: those of `ask`, and of the gate. */
  async order(waitMs: number, signal: AbortSignal): Promise<Result<TakenOrder | undefined>> {
    const nonce = newNonce()
    const polled = await this.#ask<{ agent: string; order: SignedOrder | null }>(
      '/agent/orders',
      { nonce, waitMs },
      signal,
    )
    if (!polled.ok) return polled
    const { agent, order } = polled.value
    this.#gate ??= new OrderGate(this.#key, agent)
    return order ? this.#take(order, nonce) : ok(undefined)
  }

  /** Says something of an order; the terms as they are now, or nothing when it is over. */
  async say(run: string, body: object, signal: AbortSignal): Promise<Result<TakenOrder | undefined>> {
    const nonce = newNonce()
    const path = `/agent/orders/${encodeURIComponent(run)}/said`
    const heard = await this.#ask<{ terms: SignedOrder | null }>(path, { nonce, ...body }, signal)
    if (!heard.ok) return heard
    return heard.value.terms ? this.#take(heard.value.terms, nonce) : ok(undefined)
  }

  /** A set of fingerprints, as long as it is the one whose digest was signed. Problems: those of `ask`, `other-content`. */
  async fingerprints(named: { set: string; sha256: string }, signal: AbortSignal): Promise<Result<Buffer>> {
    const asked = await this.#ask<{ content: string }>('/agent/fingerprints', { set: named.set }, signal)
    if (!asked.ok) return asked
    const content = Buffer.from(asked.value.content, 'base64')
    const isIt = createHash('sha256').update(content).digest('hex') === named.sha256
    return isIt ? ok(content) : err(problem('other-content', `the set ${named.set} is not the one that was signed for`))
  }

  close(): Promise<void> {
    return this.#port.close()
  }

  #take(signed: SignedOrder, nonce: string): Result<TakenOrder> {
    const taken = this.#gate!.take(signed, this.#now(), nonce)
    return taken.ok ? ok(taken.value as unknown as TakenOrder) : taken
  }

  /** Problems: `token-refused` (unknown, revoked, expired), `unreachable` (worth another try), `server-refused`. */
  async #ask<T>(path: string, body: object, stop: AbortSignal): Promise<Result<T>> {
    const call = {
      method: 'POST' as const,
      url: new URL(`api/v1${path}`, this.#origin).href,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    const answer = await this.#port.send(call, AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS)]))
    if (!answer.ok) return err(problem('unreachable', answer.error.message, answer.error.cause))
    const { status } = answer.value
    const text = await readBounded(answer.value.body).catch((cause: Error) => cause)
    if (text instanceof Error) return err(problem('unreachable', `the server broke off: ${text.message}`, text))
    if (status === 200) return parse<T>(text)
    const why = parse<{ code?: string; detail?: string }>(text)
    const { code = '', detail = '' } = why.ok ? why.value : {}
    if (status === 401 || status === 403 || code === 'no-such-agent')
      return err(problem('token-refused', `the server refuses this agent: ${detail || `it answered ${status}`}`))
    const isPassing = status >= 500 || status === 429 || status === 408
    return err(problem(isPassing ? 'unreachable' : 'server-refused', `the server answered ${status}: ${detail}`))
  }
}

/** What the server's answer must contain, so that no earlier answer passes for it. */
const newNonce = () => randomBytes(18).toString('base64url')

function parse<T>(text: string): Result<T> {
  try {
    return ok(JSON.parse(text) as T)
  } catch (cause) {
    return err(problem('unreachable', 'what answers there is no Lunette', cause))
  }
}

async function readBounded(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.length
    if (bytes > MOST_ANSWER) throw new Error('its answer is larger than 64 MiB')
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}
