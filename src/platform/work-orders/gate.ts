import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { err, ok, type Problem, problem, type Result } from '#core/kernel'
import { CONTEXT, type OrderHead, type SignedOrder } from './sign.ts'

/** No order holds longer, whatever it says: one that was taken away ends by itself. */
const MOST_LIFE_MS = 5 * 60_000
/** Clocks may differ by so much. */
const SKEW_MS = 60_000
const MOST_TEXT = 64 * 1024 ** 2

/** Lets an agent take what its own server signed for it, in time, and each once. */
export class OrderGate {
  readonly #key: KeyObject
  readonly #agent: string
  /** The last serial that was taken, by run: kept for all runs, so that none is begun twice. */
  readonly #serials = new Map<string, number>()

  /** @param publicKey as `newOrderKey` made it. Throws when it is none. */
  constructor(publicKey: string, agent: string) {
    this.#key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), type: 'spki', format: 'der' })
    if (this.#key.asymmetricKeyType !== 'ed25519') throw new Error('the key of a server is an Ed25519 key')
    this.#agent = agent
  }

  /**
   * What an order says, once. Problems: `bad-signature`, `not-for-this-agent`, `order-expired`, `order-replayed`.
   * @param now milliseconds since the epoch
   * @param nonce what was sent with the question
   */
  take(signed: SignedOrder, now: number, nonce: string): Result<OrderHead & Record<string, unknown>> {
    if (signed.text.length > MOST_TEXT || !this.#isSigned(signed))
      return err(problem('bad-signature', 'the order was not signed by the server that this agent works for'))
    const order = JSON.parse(signed.text) as OrderHead & Record<string, unknown>
    const refusal = this.#refusalOf(order, now, nonce)
    if (refusal) return err(refusal)
    this.#serials.set(order.run, order.serial)
    return ok(order)
  }

  #isSigned({ text, signature }: SignedOrder): boolean {
    return verify(null, Buffer.from(CONTEXT + text), this.#key, Buffer.from(signature, 'base64url'))
  }

  #refusalOf(order: OrderHead, now: number, nonce: string): Problem | undefined {
    const { agent, run, serial, issuedAt, expiresAt } = order
    if (agent !== this.#agent) return problem('not-for-this-agent', 'the order is for another agent')
    const [from, until] = [Date.parse(issuedAt), Date.parse(expiresAt)]
    if (!(from - SKEW_MS <= now && now < until && until - from <= MOST_LIFE_MS))
      return problem('order-expired', `the order held from ${issuedAt} to ${expiresAt}: are both clocks right?`)
    if (order.nonce !== nonce || !(serial > (this.#serials.get(run) ?? 0)))
      return problem('order-replayed', 'the order was taken before, or an older one comes after it')
    return undefined
  }
}
