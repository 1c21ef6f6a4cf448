import { addressScope, closedScope } from '#core/network'
import type { NamedAsset, Standing } from '#core/vocabulary'
import { type AgentTask, type AgentTerms, nothingRuled, type Rulings, rulingsOf, type Word } from '#exposure/surface'
import type { DiscoveryScope } from '#intake/discovery'
import type { ProbeRules } from '#platform/probe'
import type { TakenOrder } from './server-line.ts'

/** The scope as the server signed it last: when that has ended nothing is sent. */
export class AgentScope implements DiscoveryScope {
  readonly seeds: readonly NamedAsset[]
  readonly #isFull: boolean
  readonly #now: () => number
  #rules: ProbeRules = closed
  #rulings: Rulings = nothingRuled
  #approved: readonly string[] = []
  #heldAs = ''
  #until = 0

  constructor({ seeds, isFull = false }: Pick<AgentTask, 'seeds' | 'isFull'>, now: () => number) {
    this.seeds = seeds
    this.#isFull = isFull
    this.#now = now
  }

  /** Goes by these terms from now on. True when they are others than before. */
  hold({ terms, expiresAt }: TakenOrder): boolean {
    this.#until = Date.parse(expiresAt)
    const text = JSON.stringify(terms)
    if (text === this.#heldAs) return false
    this.#heldAs = text
    const { rules, rulings, perHost, perNetwork, quietHours, isStopped } = terms as AgentTerms
    this.#rules = { scope: addressScope(rules), budget: { perHost, perNetwork }, quietHours, isStopped }
    this.#rulings = rulingsOf(rulings)
    if (this.#isFull) this.#approved = [...rules.ranges, ...rules.addresses]
    return true
  }

  rules(): ProbeRules {
    return this.hasEnded ? closed : this.#rules
  }

  /** Nobody renewed the terms in time: the server, or the way to it, is lost. */
  get hasEnded(): boolean {
    return this.#now() >= this.#until
  }

  get isStopped(): boolean {
    return this.#rules.isStopped
  }

  approves(address: string): boolean {
    return this.rules().scope.judge(address).approved
  }

  approvesNetwork(range: string): boolean {
    return this.rules().scope.holds(range)
  }

  approvedOfName(address: string): boolean {
    return this.rules().scope.isOfName(address)
  }

  approved(): readonly string[] {
    return this.#approved
  }

  ruling(asset: NamedAsset): Standing | undefined {
    return this.#rulings.ruling(asset)
  }

  said(asset: NamedAsset): Word | undefined {
    return this.#rulings.word(asset)
  }
}

const closed: ProbeRules = {
  scope: closedScope,
  budget: { perHost: 1, perNetwork: 1 },
  isStopped: true,
}
