import type { Component, CoverageRow, KnowledgeReader, Match, Subject, VexStatement } from '#core/vocabulary'
import { CoverageLedger, type UnknownComponent } from './coverage.ts'
import { decide } from './decide.ts'
import { identify } from './identity.ts'
import type { Dial } from './matchers/types.ts'
import { compareText } from './opinion.ts'
import { gatherOpinions } from './opinions.ts'
import { DistributionOwners, heedOwner } from './owners.ts'
import { rememberingReader } from './remembering-reader.ts'
import { VexShelf } from './vex.ts'

export interface MatchOptions {
  dial: Dial
  /** Suppliers' statements: knowledge that acts here. The owner's own dispositions act in findings. */
  vex: readonly VexStatement[]
  /** What the components were found in; its distribution helps packages that do not state their own. */
  subject?: Subject
}

export interface MatchedInventory {
  /** In the order of the components, each component's by vulnerability id. */
  matches: Match[]
  coverage: CoverageRow[]
  /** How many components nothing is known of. Never to be shown as clean. */
  unknown: number
  /** Those components, each with the reason. */
  unknownComponents: UnknownComponent[]
}

/** Meets every component with the loaded knowledge. Pure; the order of components and statements does not matter. */
export function matchInventory(
  components: readonly Component[],
  reader: KnowledgeReader,
  options: MatchOptions,
): MatchedInventory {
  const matcher = new InventoryMatcher(components, reader, options)
  const matches: Match[] = []
  for (const component of components) for (const match of matcher.match(component)) matches.push(match)
  return { matches, ...matcher.known() }
}

/** The same, component by component, for who wants to do something with the first before the last is matched. */
export class InventoryMatcher {
  readonly #shelf: VexShelf
  readonly #knowledge: KnowledgeReader
  readonly #ledger: CoverageLedger
  readonly #owners: DistributionOwners
  readonly #options: MatchOptions
  readonly #unknown: UnknownComponent[] = []

  /** @param components all of them: one may own the files of another */
  constructor(components: readonly Component[], reader: KnowledgeReader, options: MatchOptions) {
    this.#shelf = new VexShelf(options.vex)
    this.#knowledge = rememberingReader(reader)
    this.#ledger = new CoverageLedger(this.#knowledge)
    this.#owners = new DistributionOwners(components, options.subject?.distribution)
    this.#options = options
  }

  /** A component's matches, by vulnerability id; it is counted. */
  match(component: Component): Match[] {
    const { dial, subject } = this.#options
    const identity = identify(component, subject?.distribution)
    const silent = this.#ledger.add(identity)
    if (silent) this.#unknown.push(silent)
    const found: Match[] = []
    const gathered = gatherOpinions(identity, this.#knowledge, dial)
    const owner = gathered.size === 0 ? undefined : this.#owners.of(component)
    if (owner) heedOwner(gathered, owner, gatherOpinions(owner, this.#knowledge, dial))
    for (const [id, opinions] of gathered) {
      const match = decide(identity, id, opinions)
      if (match)
        found.push(this.#shelf.isEmpty ? match : this.#shelf.apply(match, { component, ...subjectOf(this.#options) }))
    }
    return found.sort((a, b) => compareText(a.vulnerabilityId, b.vulnerabilityId))
  }

  /** What is known and not known of the components matched so far. */
  known(): Omit<MatchedInventory, 'matches'> {
    return {
      coverage: this.#ledger.rows(),
      unknown: this.#unknown.length,
      unknownComponents: this.#unknown,
    }
  }
}

function subjectOf({ subject }: MatchOptions): { subject?: Subject } {
  return subject === undefined ? {} : { subject }
}
