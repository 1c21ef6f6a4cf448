import type { Clock } from '#core/kernel'
import { closedScope } from '#core/network'
import type { NamedAsset, Standing } from '#core/vocabulary'
import {
  addressesInScope,
  approvedIn,
  isName,
  nothingRuled,
  type Rulings,
  rulingsOf,
  type Word,
} from '#exposure/surface'
import { noteAddresses, readDiscoverySettings, readScope, scopeMark } from '#exposure/surface/store'
import type { DiscoveryScope } from '#intake/discovery'
import type { Database } from '#platform/database'
import { nameLookup, type ProbeRules, type QuestionLog } from '#platform/probe'

const LOOK_MS = 250
/** Who cannot read the scope for so long probes nothing until it can. */
const BLIND_MS = 5_000

interface LiveScopeParts {
  database: Database
  workspaceId: string
  seeds: readonly NamedAsset[]
  /** Looks at everything: what was approved is looked at beside what seeds lead to. */
  isFull: boolean
  /** Hears of every change, after it holds. */
  changed: () => void
}

/** The scope as it is at this moment, followed while a run goes on: what changes in the database holds here a moment later. */
export class LiveScope implements DiscoveryScope {
  readonly seeds: readonly NamedAsset[]
  readonly #parts: LiveScopeParts
  #rules: ProbeRules = closed
  #rulings: Rulings = nothingRuled
  #approved: readonly string[] = []
  #version = -1
  #isStopped = false
  #isClosed = false
  #seenAt = 0
  #timer: NodeJS.Timeout | undefined

  private constructor(parts: LiveScopeParts) {
    this.#parts = parts
    this.seeds = parts.seeds
  }

  static async follow(parts: LiveScopeParts): Promise<LiveScope> {
    const scope = new LiveScope(parts)
    await scope.#read()
    scope.#plan()
    return scope
  }

  rules(): ProbeRules {
    if (this.#isClosed) return closed
    return performance.now() - this.#seenAt > BLIND_MS + LOOK_MS ? blind : this.#rules
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

  /** True once somebody used the kill switch. */
  get isStopped(): boolean {
    return this.#isStopped
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#rules = closed
    this.#isClosed = true
  }

  #plan(): void {
    this.#timer = setTimeout(() => void this.#look().finally(() => this.#plan()), LOOK_MS)
    this.#timer.unref()
  }

  async #look(): Promise<void> {
    const { database, workspaceId } = this.#parts
    try {
      const { version, isStopped } = await scopeMark(database, workspaceId)
      // Holds before anything else is read: on a busy machine that alone may take a second.
      if (isStopped && !this.#isStopped) this.#stop()
      if (version !== this.#version || isStopped !== this.#isStopped) await this.#read()
      else this.#seenAt = performance.now()
    } catch {
      // Nothing is probed by rules that nobody can read.
      if (this.rules() === blind) this.#parts.changed()
    }
  }

  #stop(): void {
    this.#isStopped = true
    this.#rules = { ...this.#rules, isStopped: true }
    this.#parts.changed()
  }

  async #read(): Promise<void> {
    const { database, workspaceId } = this.#parts
    const { scope, settings } = await database.inWorkspace(workspaceId, async (work) => ({
      scope: await readScope(work),
      settings: await readDiscoverySettings(work),
    }))
    const { perHost, perNetwork, quietHours, stopped } = settings
    this.#isStopped = stopped !== undefined
    this.#rules = {
      scope: addressesInScope(scope),
      budget: { perHost, perNetwork },
      quietHours,
      isStopped: this.#isStopped,
    }
    this.#rulings = rulingsOf(scope)
    if (this.#parts.isFull) this.#approved = approvedIn(scope)
    this.#version = scope.version
    this.#seenAt = performance.now()
    this.#parts.changed()
  }
}

const closed: ProbeRules = {
  scope: closedScope,
  budget: { perHost: 1, perNetwork: 1 },
  isStopped: true,
}

/** Rules that nobody could read for a while: nothing is sent, and what waits goes on when they can be read again. */
const blind: ProbeRules = { ...closed, isBlind: true }

/**
 * Asks what addresses names have now whose addresses were approved, or that are excluded: approvals follow before
 * anything is probed. A name that nobody answers for stays as it was.
 */
export async function reconfirmNames(
  {
    database,
    privateHosts,
    clock,
    questions,
  }: { database: Database; privateHosts: readonly string[]; clock: Clock; questions?: QuestionLog },
  workspaceId: string,
): Promise<{ waiting: string[] }> {
  const { scope, settings } = await database.inWorkspace(workspaceId, async (work) => ({
    scope: await readScope(work),
    settings: await readDiscoverySettings(work),
  }))
  const excluded = scope.ranges.flatMap(({ kind, range }) => (kind === 'exclusion' && isName(range) ? range : []))
  const names = [...new Set([...scope.names.map(({ name }) => name), ...excluded])]
  if (names.length === 0) return { waiting: [] }
  const lookup = nameLookup(settings.resolvers, privateHosts, (server, name) =>
    questions?.dns(server, name, 'approvals'),
  )
  const seen = new Map<string, string[]>()
  for (let from = 0; from < names.length; from += AT_ONCE) {
    const part = names.slice(from, from + AT_ONCE)
    const found = await Promise.all(part.map((name) => lookup.addresses(name)))
    for (const [index, each] of found.entries()) if (each.ok) seen.set(part[index]!, each.value)
  }
  return database.inWorkspace(workspaceId, (work) => noteAddresses(work, clock(), seen))
}

const AT_ONCE = 32
