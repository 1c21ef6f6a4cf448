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
  const shelf = new VexShelf(options.vex)
  const knowledge = rememberingReader(reader)
  const ledger = new CoverageLedger(knowledge)
  const owners = new DistributionOwners(components, options.subject?.distribution)
  const matches: Match[] = []
  const unknownComponents: UnknownComponent[] = []
  for (const component of components) {
    const identity = identify(component, options.subject?.distribution)
    const silent = ledger.add(identity)
    if (silent) unknownComponents.push(silent)
    const found: Match[] = []
    const gathered = gatherOpinions(identity, knowledge, options.dial)
    const owner = gathered.size === 0 ? undefined : owners.of(component)
    if (owner) heedOwner(gathered, owner, gatherOpinions(owner, knowledge, options.dial))
    for (const [id, opinions] of gathered) {
      const match = decide(identity, id, opinions)
      if (match) found.push(shelf.isEmpty ? match : shelf.apply(match, { component, ...subjectOf(options) }))
    }
    found.sort((a, b) => compareText(a.vulnerabilityId, b.vulnerabilityId))
    for (const match of found) matches.push(match)
  }
  return { matches, coverage: ledger.rows(), unknown: unknownComponents.length, unknownComponents }
}

function subjectOf({ subject }: MatchOptions): { subject?: Subject } {
  return subject === undefined ? {} : { subject }
}
