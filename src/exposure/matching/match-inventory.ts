import type {
  Component,
  CoverageRow,
  Currency,
  KnowledgeReader,
  Match,
  RecordId,
  Subject,
  VexStatement,
} from '#core/vocabulary'
import { CoverageLedger, type UnknownComponent } from './coverage.ts'
import { Surroundings } from './cpe/surroundings.ts'
import { decide } from './decide.ts'
import { type Explanation, explainOpinions } from './explain.ts'
import { type Identity, identify } from './identity.ts'
import type { Dial, Scene } from './matchers/types.ts'
import { compareText } from './opinion.ts'
import { gatherOpinions, type OpinionsByVulnerability } from './opinions.ts'
import { DistributionOwners, heedOwner } from './owners.ts'
import { RememberedOpinions } from './remembered.ts'
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
  readonly #scene: Scene
  readonly #ledger: CoverageLedger
  readonly #owners: DistributionOwners
  readonly #options: MatchOptions
  readonly #unknown: UnknownComponent[] = []

  /** @param components all of them: one may own the files of another, or be what another runs on */
  constructor(components: readonly Component[], reader: KnowledgeReader, options: MatchOptions) {
    this.#shelf = new VexShelf(options.vex)
    this.#scene = {
      knowledge: reader,
      surroundings: new Surroundings(components, options.subject?.distribution),
      remembered: new RememberedOpinions(),
    }
    this.#ledger = new CoverageLedger(this.#scene.knowledge)
    this.#owners = new DistributionOwners(components, options.subject?.distribution)
    this.#options = options
  }

  /** A component's matches, by vulnerability id; it is counted. */
  match(component: Component): Match[] {
    const identity = identify(component, this.#options.subject?.distribution)
    const silent = this.#ledger.add(identity)
    if (silent) this.#unknown.push(silent)
    const { opinions: gathered } = this.#gather(identity, this.#options.dial)
    const found: Match[] = []
    if (gathered === undefined) return found
    gathered.forEach((opinions, id) => {
      const match = decide(identity, id, opinions)
      if (match) found.push(this.#withVex(match, component))
    })
    return found.length < 2 ? found : found.sort((a, b) => compareText(a.vulnerabilityId, b.vulnerabilityId))
  }

  /**
   * Why a component is, or is not, matched with a vulnerability; it is not counted.
   * @param currency by what the knowledge's age is judged; left out, it is not
   */
  explain(component: Component, vulnerabilityId: RecordId, currency?: Currency): Explanation {
    const identity = identify(component, this.#options.subject?.distribution)
    const id = this.#scene.knowledge.vulnerability(vulnerabilityId)?.id ?? vulnerabilityId
    const asked = { id, knowledge: this.#scene.knowledge, dial: this.#options.dial, currency }
    const explanation = explainOpinions(identity, asked, (dial) => {
      const { opinions, owner } = this.#gather(identity, dial)
      return { opinions: opinions?.get(id), ownerOpinions: owner?.opinions?.get(id), owner: owner?.identity }
    })
    if (explanation.kind === 'unnamed') return explanation
    return { ...explanation, match: this.#withVex(explanation.match, component) }
  }

  /** What all sources say, heeding the distribution's package that installed a language package. */
  #gather(identity: Identity, dial: Dial): { opinions: OpinionsByVulnerability | undefined; owner?: Owner } {
    const opinions = gatherOpinions(identity, this.#scene, dial)
    const owner = opinions && this.#owners.of(identity.component)
    if (!owner) return { opinions }
    const theirs = gatherOpinions(owner, this.#scene, dial)
    heedOwner(opinions, owner, theirs)
    return { opinions, owner: { identity: owner, opinions: theirs } }
  }

  #withVex(match: Match, component: Component): Match {
    return this.#shelf.isEmpty ? match : this.#shelf.apply(match, { component, ...subjectOf(this.#options) })
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

interface Owner {
  identity: Identity
  opinions: OpinionsByVulnerability | undefined
}

function subjectOf({ subject }: MatchOptions): { subject?: Subject } {
  return subject === undefined ? {} : { subject }
}
